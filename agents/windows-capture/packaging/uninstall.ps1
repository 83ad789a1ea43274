<#
.SYNOPSIS
卸载客户端。 Removes the agent.
.PARAMETER RemoveData
同时删除配置、密钥和尚未送达服务器的消息。 Also removes configuration, key and messages that the server does not have yet.
#>
[CmdletBinding()]
param([switch] $RemoveData)

. (Join-Path $PSScriptRoot 'installation.ps1')

if ((Test-Path -LiteralPath $ProgramFolder) -or (Test-Task)) {
    Stop-Agent
    Remove-Program
    Write-Both '已卸载。' 'Removed.'
} else {
    Write-Both '没有安装。' 'It is not installed.'
}
if (Test-Path -LiteralPath $DataFolder) {
    if ($RemoveData) {
        Remove-Folder $DataFolder
        Write-Both '数据已删除。' 'Its data is removed.'
    } else {
        Write-Both "数据保留在 $DataFolder。" "Its data is kept in $DataFolder."
    }
}
