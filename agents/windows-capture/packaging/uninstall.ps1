<#
.SYNOPSIS
卸载客户端。 Removes the agent.
.PARAMETER RemoveData
同时删除配置、密钥和尚未送达服务器的消息。 Also removes configuration, key and messages that the server does not have yet.
#>
[CmdletBinding()]
param([switch] $RemoveData)

. (Join-Path $PSScriptRoot 'installation.ps1')

if (Test-Path -LiteralPath $Program) {
    Stop-Agent
}
if (Get-ScheduledTask -TaskName $TaskName -ErrorAction SilentlyContinue) {
    Unregister-ScheduledTask -TaskName $TaskName -Confirm:$false
}
if (Test-Path -LiteralPath $ProgramFolder) {
    # Away from the folder that goes.
    Set-Location -LiteralPath $env:USERPROFILE
    Remove-Item -LiteralPath $ProgramFolder -Recurse -Force
}
if ($RemoveData -and (Test-Path -LiteralPath $DataFolder)) {
    Remove-Item -LiteralPath $DataFolder -Recurse -Force
    Write-Both '已卸载，数据已删除。' 'Removed, with its data.'
} else {
    Write-Both "已卸载。数据保留在 $DataFolder。" "Removed. Its data is kept in $DataFolder."
}
