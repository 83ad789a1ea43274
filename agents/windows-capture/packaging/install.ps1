<#
.SYNOPSIS
安装微信客服客户端：当前用户，不需要管理员，登录时自动启动。
Installs the WeChat support agent: for this user, without an administrator, started at logon.
.DESCRIPTION
程序在 %LOCALAPPDATA%\Programs\WeChatAgent，配置和数据在 %LOCALAPPDATA%\WeChatAgent（只有本用户可读）。
The program goes to %LOCALAPPDATA%\Programs\WeChatAgent, configuration and data to %LOCALAPPDATA%\WeChatAgent.
.PARAMETER NoStart
安装后不立即启动。 Does not start the agent now.
#>
[CmdletBinding()]
param([switch] $NoStart)

. (Join-Path $PSScriptRoot 'installation.ps1')

Assert-Session
Assert-Package $PSScriptRoot
if (Test-Path -LiteralPath $Program) {
    Stop-Both '已经安装过，请运行 upgrade.ps1。' 'It is installed already: run upgrade.ps1.'
}
if ((Invoke-Agent (Join-Path $PSScriptRoot 'agent.exe') @('version')) -ne 0) {
    Stop-Both '程序无法启动，没有安装。' 'The program does not start; nothing was installed.'
}

try {
    Copy-Package $PSScriptRoot $ProgramFolder
    Protect-Folder $DataFolder
    if (-not (Test-Path -LiteralPath $Configuration)) {
        $example = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'agent.example.yaml') -Raw -Encoding UTF8
        # Between single quotes in YAML, where one is written as two.
        [IO.File]::WriteAllText($Configuration, $example.Replace('@DATA@', $DataFolder.Replace("'", "''")))
    }
    Register-Agent
} catch {
    # All or nothing: a program without its task would be taken for an installed one.
    Remove-Program
    throw
}

$key = Join-Path $DataFolder 'agent.key'
Write-Both "已安装。请编辑 $Configuration，再写入密钥：" "Installed. Edit $Configuration, then write the key:"
Write-Host "  & $(Get-Quoted $Program) protect-key $(Get-Quoted $key)"
Write-Host "  & $(Get-Quoted $Program) check --config $(Get-Quoted $Configuration)"
if ($NoStart) {
    Write-Both '登录时会自动启动。' 'It starts at the next logon.'
} elseif (Test-Path -LiteralPath $key) {
    Start-Agent
} else {
    Write-Both "写好配置和密钥后运行 Start-ScheduledTask $TaskName，或重新登录。" "With configuration and key in place run Start-ScheduledTask $TaskName, or log on again."
}
