# Runs install, upgrade, uninstall and start in folders of its own, with stand-ins for what they ask of Windows, and counts.
#   pwsh -File agents/windows-capture/packaging/tests/verify.ps1 [-Only WORD] [-EveryCut]
# -EveryCut has the power go at each file of an upgrade and not only at some.
# Exit code 1 when anything failed. The files are those that are published; only the two functions that ask Windows for its
# version and its user are replaced in the copies that run.
[CmdletBinding()]
param([string] $Only = '', [switch] $EveryCut)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$packaging = Split-Path $PSScriptRoot -Parent
$engine = (Get-Process -Id $PID).Path
. (Join-Path $PSScriptRoot 'stand-ins.ps1')
. (Join-Path $PSScriptRoot 'fake-agent.ps1')

$work = Join-Path ([IO.Path]::GetTempPath()) "agent-scripts-$PID"
$names = @('installation.ps1', 'install.ps1', 'upgrade.ps1', 'uninstall.ps1', 'start.ps1', 'agent.example.yaml')
$replaced = @'

function Get-WindowsBuild { return [int] (Get-State 'build' 19045) }
function Get-CurrentUser { return [pscustomobject] @{ Name = "PC\张 O'Neil"; Sid = 'S-1-5-21-1-2-3-1001' } }
'@
$script:passed = 0
$failures = New-Object Collections.ArrayList

function Write-Sums([string] $Folder) {
    $lines = foreach ($name in @('agent.exe') + $names) { "$((Get-FileHash -LiteralPath (Join-Path $Folder $name)).Hash.ToLowerInvariant())  $name" }
    [IO.File]::WriteAllText((Join-Path $Folder 'SHA256SUMS'), ($lines -join "`n") + "`n")
}

# A package as publish.sh makes it, in a folder as browsers make them.
function New-Package([string] $Version) {
    $folder = Join-Path $work "下载 [1] it's\$Version"
    [void] [IO.Directory]::CreateDirectory($folder)
    foreach ($name in $names) {
        $text = [IO.File]::ReadAllText((Join-Path $packaging $name))
        if ($name -eq 'installation.ps1') { $text += $replaced }
        [IO.File]::WriteAllText((Join-Path $folder $name), "$text`n# $Version`n", (New-Object Text.UTF8Encoding $true))
    }
    New-FakeAgent (Join-Path $folder 'agent.exe') $Version
    Write-Sums $folder
    return $folder
}

# Every file of the version and no other, byte for byte.
function Test-Version([string] $Folder, [string] $Package) {
    $there = @(Get-ChildItem -LiteralPath $Folder -File | Sort-Object Name | ForEach-Object { "$($_.Name) $((Get-FileHash -LiteralPath $_.FullName).Hash)" })
    $wanted = @(Get-ChildItem -LiteralPath $Package -File | Sort-Object Name | ForEach-Object { "$($_.Name) $((Get-FileHash -LiteralPath $_.FullName).Hash)" })
    return ($there -join "`n") -eq ($wanted -join "`n")
}

# Runs a script of the package and gives what it wrote, what it threw and its exit code.
function Invoke-Script([string] $Path, [hashtable] $With = @{}) {
    $lines = New-Object Collections.ArrayList
    $failure = $null
    $global:LASTEXITCODE = 0
    try {
        & $Path @With 6>&1 | ForEach-Object { [void] $lines.Add("$_") }
    } catch {
        $failure = "$_"
    } finally {
        # uninstall.ps1 leaves the folder that it removes.
        Set-Location -LiteralPath $PSScriptRoot
        [Environment]::CurrentDirectory = $PSScriptRoot
    }
    return [pscustomobject] @{ Text = $lines -join "`n"; Failure = $failure; Code = $global:LASTEXITCODE }
}

# The same in a process of its own, for what ends the process. Quotes are doubled: the paths have some.
function Invoke-Process([string] $Path) {
    $command = ". '$((Join-Path $PSScriptRoot 'stand-ins.ps1').Replace("'", "''"))'; & '$($Path.Replace("'", "''"))' *> `$null; exit `$LASTEXITCODE"
    & $engine -NoProfile -NonInteractive -Command $command
    return $LASTEXITCODE
}

function Assert($Condition, [string] $What) {
    if (-not $Condition) { throw "not so: $What" }
}

function Get-Calls { return @((Get-State 'calls' '') -split "`n" -ne '') }

# A PC on which nothing is installed; -Installed: version 1 is, with a key, and runs.
function Test([string] $Title, [scriptblock] $Body, [switch] $Installed) {
    if ($Title -notlike "*$Only*") { return }
    if (Test-Path -LiteralPath $work) { Remove-Item -LiteralPath $work -Recurse -Force }
    $env:USERPROFILE = Join-Path $work "用户 O'Neil"
    $env:LOCALAPPDATA = Join-Path $env:USERPROFILE 'AppData\Local'
    $env:SystemRoot = Join-Path $work 'Windows'
    $env:AGENT_TEST = Join-Path $work 'state'
    foreach ($folder in $env:LOCALAPPDATA, $env:AGENT_TEST) { [void] [IO.Directory]::CreateDirectory($folder) }
    $programs = Join-Path $env:LOCALAPPDATA 'Programs\WeChatAgent'
    $data = Join-Path $env:LOCALAPPDATA 'WeChatAgent'
    try {
        $one = New-Package '1'
        if ($Installed) {
            [void] [IO.Directory]::CreateDirectory($data)
            [IO.File]::WriteAllText((Join-Path $data 'agent.key'), 'key')
            $result = Invoke-Script (Join-Path $one 'install.ps1')
            Assert (-not $result.Failure -and (Get-State 'processes')) "installed and runs: $($result.Failure) $($result.Text)"
            foreach ($log in 'calls', 'copies', 'sleeps') { Clear-State $log }
            $two = New-Package '2'
        }
        . $Body
        $script:passed++
    } catch {
        [void] $failures.Add("FAILED $Title`: $_`n$($_.ScriptStackTrace)")
    }
}

foreach ($file in 'language', 'install', 'upgrade', 'uninstall', 'start') { . (Join-Path $PSScriptRoot "$file.tests.ps1") }
Remove-Item -LiteralPath $work, "$work-1.exe", "$work-2.exe" -Recurse -Force -ErrorAction SilentlyContinue
$failures | ForEach-Object { Write-Host $_ }
Write-Host "PowerShell $($PSVersionTable.PSVersion): $script:passed passed, $($failures.Count) failed"
exit [int] ($failures.Count -gt 0)
