# 供其他脚本使用。 / For the other scripts: dot-sourced, does nothing by itself. Windows PowerShell 5.1 and later.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
# PowerShell 7 can make an error of a program's exit code; the scripts read exit codes.
$PSNativeCommandUseErrorActionPreference = $false

$TaskName = 'WeChatAgent'
$ProgramFolder = Join-Path $env:LOCALAPPDATA 'Programs\WeChatAgent'
$DataFolder = Join-Path $env:LOCALAPPDATA 'WeChatAgent'
$Program = Join-Path $ProgramFolder 'agent.exe'
$Previous = Join-Path $ProgramFolder 'previous'
# There from before the first file of a new version is copied until the new version, or the old one again, is whole.
$Unfinished = Join-Path $ProgramFolder 'upgrade.unfinished'
$Configuration = Join-Path $DataFolder 'agent.yaml'
$Files = @('agent.exe', 'installation.ps1', 'install.ps1', 'upgrade.ps1', 'uninstall.ps1', 'start.ps1', 'agent.example.yaml', 'SHA256SUMS')

function Write-Both([string] $Chinese, [string] $English) {
    Write-Host "$Chinese / $English"
}

# Ends the script: what is wrong, in both languages.
function Stop-Both([string] $Chinese, [string] $English) {
    throw "$Chinese / $English"
}

# In single quotes, for YAML and for PowerShell alike: a user may be called O'Neil.
function Get-Quoted([string] $Text) {
    return "'" + $Text.Replace("'", "''") + "'"
}

function Get-WindowsBuild {
    return [Environment]::OSVersion.Version.Build
}

function Get-CurrentUser {
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    return [pscustomobject] @{ Name = $identity.Name; Sid = $identity.User.Value }
}

function Assert-Session {
    if (-not [Environment]::Is64BitOperatingSystem -or (Get-WindowsBuild) -lt 17763) {
        Stop-Both '需要 64 位 Windows 10 1809 或更新版本。' 'Windows 10 1809 or later, 64 bits, is needed.'
    }
    # Session 0 has no desktop that WeChat is on; an agent there could neither read nor type.
    if ((Get-Process -Id $PID).SessionId -eq 0) {
        Stop-Both '请在登录 Windows 的桌面里运行，不要作为服务运行。' 'Run this on the desktop of the person who uses WeChat, not as a service.'
    }
}

# What was copied is what was published.
function Assert-Package([string] $Folder) {
    $sums = Join-Path $Folder 'SHA256SUMS'
    if (-not (Test-Path -LiteralPath $sums)) {
        Stop-Both "没有找到 $sums。" "$sums was not found."
    }
    $expected = @{}
    foreach ($line in @(Get-Content -LiteralPath $sums -Encoding UTF8)) {
        $sum, $name = $line.Trim() -split '\s+\*?', 2
        if ($name) {
            $expected[$name] = $sum
        }
    }
    # Each file that is installed, whether the list names it or was cut off.
    foreach ($name in $Files) {
        $file = Join-Path $Folder $name
        if ($name -ne 'SHA256SUMS' -and (-not (Test-Path -LiteralPath $file) -or (Get-Sum $file) -ne $expected[$name])) {
            Stop-Both "文件 $name 缺失或已损坏，请重新复制。" "$name is missing or damaged; copy the package again."
        }
    }
}

function Get-Sum([string] $File) {
    return (Get-FileHash -LiteralPath $File -Algorithm SHA256).Hash
}

# Runs the agent's own command and gives its exit code, -1 when it cannot be started; what it prints goes to the screen.
function Invoke-Agent([string] $Exe, [string[]] $Arguments) {
    # Where somebody catches the error stream, 5.1 makes an error of each line of it.
    $ErrorActionPreference = 'Continue'
    try {
        & $Exe @Arguments | Out-Host
        return $LASTEXITCODE
    } catch {
        Write-Host "$_"
        return -1
    }
}

function Get-AgentProcess {
    # By path, so that nobody else's process is meant.
    Get-Process -Name 'agent' -ErrorAction SilentlyContinue | Where-Object { $_.Path -eq $Program }
}

# Asks the agent to end, which lets it finish what it types, and ends it only when it does not.
function Stop-Agent {
    $running = @(Get-AgentProcess)
    if ($running.Count -gt 0) {
        [void] (Invoke-Agent $Program @('stop', '--config', $Configuration))
    }
    foreach ($process in $running) {
        [void] $process.WaitForExit(25000)
    }
    # start.ps1 would start it again. Ending the task ends start.ps1 and not the agent.
    if (Test-Task) {
        Stop-ScheduledTask -TaskName $TaskName
    }
    foreach ($process in @(Get-AgentProcess)) {
        Stop-Process -Id $process.Id -Force -ErrorAction SilentlyContinue
        # Its file is in use until it is gone.
        [void] $process.WaitForExit(5000)
    }
}

function Test-Task {
    return [bool] (Get-ScheduledTask -TaskName $TaskName -ErrorAction SilentlyContinue)
}

# A task and not a service: a service has no desktop, and the agent works with the person's rights and no more.
function Register-Agent {
    $user = (Get-CurrentUser).Name
    $start = Join-Path $ProgramFolder 'start.ps1'
    $powershell = Join-Path $env:SystemRoot 'System32\WindowsPowerShell\v1.0\powershell.exe'
    $action = New-ScheduledTaskAction -Execute $powershell -WorkingDirectory $ProgramFolder `
        -Argument "-NoProfile -NonInteractive -WindowStyle Hidden -ExecutionPolicy Bypass -File `"$start`""
    # For this user: a trigger for anybody's logon takes an administrator.
    $trigger = New-ScheduledTaskTrigger -AtLogOn -User $user
    $principal = New-ScheduledTaskPrincipal -UserId $user -LogonType Interactive -RunLevel Limited
    $settings = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -StartWhenAvailable `
        -MultipleInstances IgnoreNew -ExecutionTimeLimit ([TimeSpan]::Zero)
    try {
        [void] (Register-ScheduledTask -TaskName $TaskName -Action $action -Trigger $trigger -Principal $principal -Settings $settings -Force)
    } catch {
        Stop-Both "无法注册计划任务 $TaskName（安全软件可能拦截了它）：$_" "The task $TaskName could not be registered (security software may have stopped it): $_"
    }
}

# Starts the task and says whether the agent is seen to run. It may end at once: a configuration that is not finished.
function Start-Agent {
    if (-not (Test-Task)) {
        Register-Agent
    }
    Start-ScheduledTask -TaskName $TaskName
    for ($second = 0; $second -lt 30 -and -not (Get-AgentProcess); $second++) {
        Start-Sleep -Seconds 1
    }
    Start-Sleep -Seconds 3
    if (Get-AgentProcess) {
        Write-Both '已启动。' 'Started.'
    } else {
        Write-Both "客户端没有在运行，请查看 $(Join-Path $DataFolder 'logs')。" "The agent does not run: see $(Join-Path $DataFolder 'logs')."
    }
}

# Only this user and the system: the folder holds customers' messages until the server has them.
function Protect-Folder([string] $Folder) {
    [void] (New-Item -ItemType Directory -Force -Path $Folder)
    $ErrorActionPreference = 'Continue'
    & icacls.exe $Folder /inheritance:r /grant:r "*$((Get-CurrentUser).Sid):(OI)(CI)F" '*S-1-5-18:(OI)(CI)F' /Q | Out-Null
    if ($LASTEXITCODE -ne 0) {
        Stop-Both "无法设置 $Folder 的权限。" "The rights of $Folder could not be set."
    }
}

# Copies a file unless it is there already, with patience: a virus scanner or a process that is ending may hold it for a moment.
function Copy-File([string] $From, [string] $Folder) {
    $to = Join-Path $Folder (Split-Path $From -Leaf)
    for ($try = 1; $true; $try++) {
        try {
            if (-not (Test-Path -LiteralPath $to) -or (Get-Sum $to) -ne (Get-Sum $From)) {
                Copy-Item -LiteralPath $From -Destination $to -Force
            }
            return
        } catch {
            if ($try -ge 5) {
                throw
            }
            Start-Sleep -Seconds 2
        }
    }
}

function Copy-Package([string] $From, [string] $Folder) {
    [void] (New-Item -ItemType Directory -Force -Path $Folder)
    foreach ($name in $Files) {
        Copy-File (Join-Path $From $name) $Folder
        # A file from the internet carries a mark that has Windows ask before it is run.
        Unblock-File -LiteralPath (Join-Path $Folder $name) -ErrorAction SilentlyContinue
    }
}

# Empties the folder and removes it. Windows keeps a folder that is somebody's current one; it stays, and is empty.
function Remove-Folder([string] $Folder) {
    for ($try = 1; Test-Path -LiteralPath $Folder; $try++) {
        try {
            foreach ($item in @(Get-ChildItem -LiteralPath $Folder -Force)) {
                if (-not $item.PSIsContainer) {
                    Remove-Item -LiteralPath $item.FullName -Force
                } elseif ($item.Attributes -band [IO.FileAttributes]::ReparsePoint) {
                    # The link and not what it leads to.
                    $item.Delete()
                } else {
                    Remove-Folder $item.FullName
                }
            }
            break
        } catch {
            if ($try -ge 5) {
                throw
            }
            Start-Sleep -Seconds 2
        }
    }
    Remove-Item -LiteralPath $Folder -Force -ErrorAction SilentlyContinue
}

# After an upgrade that failed or was interrupted (power, a closed window) the folder may hold a mixture of two versions: puts the
# old one back. Says whether there was anything to do; fails when it cannot, and may be called again then.
function Restore-Previous {
    if (-not (Test-Path -LiteralPath $Unfinished)) {
        return $false
    }
    if (-not (Test-Path -LiteralPath (Join-Path $Previous 'agent.exe'))) {
        Stop-Both "没有找到 $Previous，请先卸载再安装。" "$Previous was not found: remove the agent and install it again."
    }
    $old = @(Get-ChildItem -LiteralPath $Previous -File)
    foreach ($file in $old) {
        Copy-File $file.FullName $ProgramFolder
    }
    Get-ChildItem -LiteralPath $ProgramFolder -File | Where-Object { $_.FullName -ne $Unfinished -and $_.Name -notin $old.Name } |
        Remove-Item -Force
    Remove-Item -LiteralPath $Unfinished -Force
    return $true
}

function Remove-Program {
    if (Test-Task) {
        Unregister-ScheduledTask -TaskName $TaskName -Confirm:$false
    }
    if (Test-Path -LiteralPath $ProgramFolder) {
        # Away from the folder that goes.
        Set-Location -LiteralPath $env:USERPROFILE
        [Environment]::CurrentDirectory = $env:USERPROFILE
        Remove-Folder $ProgramFolder
    }
}
