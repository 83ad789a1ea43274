<#
.SYNOPSIS
由计划任务运行：启动客户端，意外结束后再启动。 Run by the scheduled task: starts the agent, and again when it ends by accident.
.DESCRIPTION
日志在数据目录的 logs 中，每次启动一个文件，保留 14 天。 Logs are in the data folder, one file a start, for 14 days.
#>
[CmdletBinding()]
param()

. (Join-Path $PSScriptRoot 'installation.ps1')

$logs = Join-Path $DataFolder 'logs'
[void] (New-Item -ItemType Directory -Force -Path $logs)
while ($true) {
    Get-ChildItem -LiteralPath $logs -File | Where-Object { $_.LastWriteTimeUtc -lt [DateTime]::UtcNow.AddDays(-14) } | Remove-Item -Force
    $name = [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss', [Globalization.CultureInfo]::InvariantCulture)
    $agent = Start-Process -FilePath $Program -ArgumentList @('run', '--config', "`"$Configuration`"") -WindowStyle Hidden -PassThru `
        -RedirectStandardOutput (Join-Path $logs "$name.log") -RedirectStandardError (Join-Path $logs "$name.error.log")
    # Read now: without the handle the exit code is gone with the process.
    [void] $agent.Handle
    $agent.WaitForExit()
    # 0: somebody stopped it. 1, 2, 5: a person has to put something right first (agent help lists the codes).
    if ($agent.ExitCode -in 0, 1, 2, 5) {
        exit $agent.ExitCode
    }
    # 3, 4: the account is in use, perhaps by a process that is just ending. Anything else: an accident.
    Start-Sleep -Seconds 30
}
