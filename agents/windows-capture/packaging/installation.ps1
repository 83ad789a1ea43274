# 供其他脚本使用。 / For the other scripts: dot-sourced, does nothing by itself. Windows PowerShell 5.1 and later.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$TaskName = 'WeChatAgent'
$ProgramFolder = Join-Path $env:LOCALAPPDATA 'Programs\WeChatAgent'
$DataFolder = Join-Path $env:LOCALAPPDATA 'WeChatAgent'
$Program = Join-Path $ProgramFolder 'agent.exe'
$Previous = Join-Path $ProgramFolder 'previous'
$Configuration = Join-Path $DataFolder 'agent.yaml'
$Files = @('agent.exe', 'installation.ps1', 'install.ps1', 'upgrade.ps1', 'uninstall.ps1', 'start.ps1', 'agent.example.yaml', 'SHA256SUMS')

function Write-Both([string] $Chinese, [string] $English) {
    Write-Host "$Chinese / $English"
}

# Ends the script: what is wrong, in both languages.
function Stop-Both([string] $Chinese, [string] $English) {
    throw "$Chinese / $English"
}

function Assert-Session {
    if (-not [Environment]::Is64BitOperatingSystem -or [Environment]::OSVersion.Version.Build -lt 17763) {
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
    foreach ($line in Get-Content -LiteralPath $sums -Encoding UTF8) {
        $expected, $name = $line -split '\s+\*?', 2
        $file = Join-Path $Folder $name
        if (-not (Test-Path -LiteralPath $file) -or (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash -ne $expected) {
            Stop-Both "文件 $name 缺失或已损坏，请重新复制。" "$name is missing or damaged; copy the package again."
        }
    }
}

# Runs the agent's own command and gives its exit code; what it prints goes to the screen.
function Invoke-Agent([string] $Exe, [string[]] $Arguments) {
    & $Exe @Arguments | Out-Host
    return $LASTEXITCODE
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
        if (-not $process.WaitForExit(25000)) {
            Stop-Process -Id $process.Id -Force
            [void] $process.WaitForExit(5000)
        }
    }
    # start.ps1 would start it again.
    if (Get-ScheduledTask -TaskName $TaskName -ErrorAction SilentlyContinue) {
        Stop-ScheduledTask -TaskName $TaskName
    }
    Get-AgentProcess | Stop-Process -Force
}

function Start-Agent {
    Start-ScheduledTask -TaskName $TaskName
}

# Only this user and the system: the folder holds customers' messages until the server has them.
function Protect-Folder([string] $Folder) {
    [void] (New-Item -ItemType Directory -Force -Path $Folder)
    $user = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
    & icacls.exe $Folder /inheritance:r /grant:r "*${user}:(OI)(CI)F" '*S-1-5-18:(OI)(CI)F' /Q | Out-Null
    if ($LASTEXITCODE -ne 0) {
        Stop-Both "无法设置 $Folder 的权限。" "The rights of $Folder could not be set."
    }
}

function Copy-Package([string] $From) {
    [void] (New-Item -ItemType Directory -Force -Path $ProgramFolder)
    foreach ($file in $Files) {
        Copy-Item -LiteralPath (Join-Path $From $file) -Destination $ProgramFolder -Force
    }
}
