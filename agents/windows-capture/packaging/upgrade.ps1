<#
.SYNOPSIS
升级客户端；新版本不能用时退回旧版本。 Upgrades the agent in place, and goes back when the new version does not work.
.DESCRIPTION
在新版本的文件夹中运行。新版本的 version 失败，或自检结果比旧版本刚才的差（不接受配置、自检未通过）时，退回旧版本。
配置和数据不动。要退回上一个版本，运行 previous 中的 upgrade.ps1。中断的升级再运行一次即可。
Run it in the new package's folder. It goes back when the new version's version fails, or when its check ends worse than the
old one's just did (configuration not accepted, check failed). Configuration and data are left alone. To go back by hand run
upgrade.ps1 in the folder previous; when it was interrupted, run it again.
.PARAMETER SkipCheck
不做自检（微信未登录时）。 Without the check, for a PC where WeChat is not logged in.
#>
[CmdletBinding()]
param([switch] $SkipCheck)

. (Join-Path $PSScriptRoot 'installation.ps1')

$Incoming = Join-Path $ProgramFolder 'incoming'

# How bad a check ended; 'agent help' lists the codes.
function Get-Rank([int] $Code) {
    if ($Code -eq 0) { return 0 }
    if ($Code -eq 2) { return 2 }
    if ($Code -in 1..8) { return 1 }
    # It died.
    return 3
}

function Test-NewVersion([int] $OldCode) {
    if ((Invoke-Agent $Program @('version')) -ne 0) {
        Write-Both '新版本无法启动。' 'The new version does not start.'
        return $false
    }
    if ($SkipCheck) {
        return $true
    }
    $code = Invoke-Agent $Program @('check', '--config', $Configuration)
    if ((Get-Rank $code) -le (Get-Rank $OldCode)) {
        return $true
    }
    if ($code -eq 2) {
        Write-Both '新版本不接受现有配置，而旧版本接受。' 'The new version does not accept the configuration; the old one does.'
    } else {
        Write-Both "新版本自检未通过（$code），而旧版本好一些（$OldCode）。" "The check of the new version failed ($code); that of the old one ended better ($OldCode)."
    }
    return $false
}

Assert-Session
Assert-Package $PSScriptRoot
if (-not (Test-Path -LiteralPath $Program) -and -not (Test-Path -LiteralPath $Unfinished)) {
    Stop-Both '尚未安装，请运行 install.ps1。' 'It is not installed: run install.ps1.'
}
if ((Resolve-Path -LiteralPath $PSScriptRoot).Path -eq (Resolve-Path -LiteralPath $ProgramFolder).Path) {
    Stop-Both '请在新版本的文件夹中运行。' 'Run this in the folder of the new version.'
}

# The new version lies whole beside the old one before that is stopped: a stick that is pulled out stops nothing. And it may
# come from the folder previous, which is written below.
Remove-Folder $Incoming
Copy-Package $PSScriptRoot $Incoming
Assert-Package $Incoming

$works = $false
try {
    Stop-Agent
    if (Restore-Previous) {
        Write-Both '上次升级中断，已先恢复旧版本。' 'The last upgrade was interrupted; the old version was put back first.'
    }
    $oldCode = if ($SkipCheck) { 0 } else { Invoke-Agent $Program @('check', '--config', $Configuration) }

    Remove-Folder $Previous
    [void] (New-Item -ItemType Directory -Force -Path $Previous)
    foreach ($file in @(Get-ChildItem -LiteralPath $ProgramFolder -File)) {
        Copy-File $file.FullName $Previous
    }
    [IO.File]::WriteAllText($Unfinished, '')
    Copy-Package $Incoming $ProgramFolder
    $works = Test-NewVersion $oldCode
    if ($works) {
        Remove-Item -LiteralPath $Unfinished -Force
    }
} catch {
    $works = $false
    Write-Both "升级出错：$_" "The upgrade failed: $_"
}

$back = $true
if (-not $works) {
    try {
        [void] (Restore-Previous)
    } catch {
        $back = $false
        Write-Both "旧版本没有完全恢复：$_" "The old version could not be put back whole: $_"
    }
}
try {
    Remove-Folder $Incoming
} catch {
    Write-Both "请删除 $Incoming。" "Please delete $Incoming."
}
Start-Agent
if (-not $back) {
    # start.ps1 goes on with it.
    Stop-Both '升级失败，启动时会继续恢复旧版本。' 'The upgrade failed; the old version is put back when the agent is started.'
}
if (-not $works) {
    Stop-Both '升级失败，已退回旧版本。' 'The upgrade failed; the old version is back.'
}
Write-Both '已升级。旧版本保留在 previous 中。' 'Upgraded. The old version is kept in previous.'
