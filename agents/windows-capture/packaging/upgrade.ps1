<#
.SYNOPSIS
升级客户端；新版本不能用时退回旧版本。 Upgrades the agent in place, and goes back when the new version does not work.
.DESCRIPTION
在新版本的文件夹中运行。新版本的 version 失败、配置不被接受，或自检失败而旧版本刚才通过时，退回旧版本。配置和数据不动。
Run it in the new package's folder. It goes back when the new version's version fails, when it does not accept the
configuration, or when its check fails where the old one's just passed. Configuration and data are left alone.
.PARAMETER SkipCheck
不做自检（微信未登录时）。 Without the check, for a PC where WeChat is not logged in.
#>
[CmdletBinding()]
param([switch] $SkipCheck)

. (Join-Path $PSScriptRoot 'installation.ps1')

# Exit codes of the agent; 'agent help' lists them.
$Done = 0
$BadConfiguration = 2

function Test-NewVersion([bool] $OldPassed) {
    if ((Invoke-Agent $Program @('version')) -ne $Done) {
        Write-Both '新版本无法启动。' 'The new version does not start.'
        return $false
    }
    if ($SkipCheck) {
        return $true
    }
    $code = Invoke-Agent $Program @('check', '--config', $Configuration)
    if ($code -eq $BadConfiguration) {
        Write-Both '新版本不接受现有配置。' 'The new version does not accept the configuration.'
        return $false
    }
    if ($code -ne $Done -and $OldPassed) {
        Write-Both '新版本自检未通过，而旧版本通过。' 'The check of the new version failed; that of the old one passed.'
        return $false
    }
    return $true
}

function Restore-Previous {
    foreach ($file in Get-ChildItem -LiteralPath $Previous -File) {
        Copy-Item -LiteralPath $file.FullName -Destination $ProgramFolder -Force
    }
}

Assert-Session
Assert-Package $PSScriptRoot
if (-not (Test-Path -LiteralPath $Program)) {
    Stop-Both '尚未安装，请运行 install.ps1。' 'It is not installed: run install.ps1.'
}
if ((Resolve-Path -LiteralPath $PSScriptRoot).Path -eq (Resolve-Path -LiteralPath $ProgramFolder).Path) {
    Stop-Both '请在新版本的文件夹中运行。' 'Run this in the folder of the new version.'
}

Stop-Agent
$oldPassed = -not $SkipCheck -and (Invoke-Agent $Program @('check', '--config', $Configuration)) -eq $Done

if (Test-Path -LiteralPath $Previous) {
    Remove-Item -LiteralPath $Previous -Recurse -Force
}
[void] (New-Item -ItemType Directory -Path $Previous)
Get-ChildItem -LiteralPath $ProgramFolder -File | Copy-Item -Destination $Previous

$works = $false
try {
    Copy-Package $PSScriptRoot
    $works = Test-NewVersion $oldPassed
} catch {
    Write-Both "升级出错：$_" "The upgrade failed: $_"
}
if (-not $works) {
    Restore-Previous
}
Start-Agent
if (-not $works) {
    Stop-Both '已退回旧版本并重新启动。' 'The old version is back and was started.'
}
Write-Both '已升级并启动。旧版本保留在 previous 中。' 'Upgraded and started. The old version is kept in previous.'
