<#
.SYNOPSIS
由计划任务运行：启动客户端，意外结束后再启动。 Run by the scheduled task: starts the agent, and again when it ends by accident.
.DESCRIPTION
日志在数据目录的 logs 中，每次启动一个文件，保留 14 天，最多 200 个。
Logs are in the data folder, one file a start, for 14 days, 200 at most.
#>
[CmdletBinding()]
param()

. (Join-Path $PSScriptRoot 'installation.ps1')

$logs = Join-Path $DataFolder 'logs'
[void] (New-Item -ItemType Directory -Force -Path $logs)
$shortest = 30
$longest = 300
$pause = $shortest
while ($true) {
    $newest = @(Get-ChildItem -LiteralPath $logs -File | Sort-Object -Property LastWriteTimeUtc -Descending)
    for ($i = 0; $i -lt $newest.Count; $i++) {
        if ($i -ge 200 -or $newest[$i].LastWriteTimeUtc -lt [DateTime]::UtcNow.AddDays(-14)) {
            # One that somebody has open goes the next time.
            Remove-Item -LiteralPath $newest[$i].FullName -Force -ErrorAction SilentlyContinue
        }
    }

    $name = [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss', [Globalization.CultureInfo]::InvariantCulture)
    $errors = Join-Path $logs "$name.error.log"
    $running = [Diagnostics.Stopwatch]::StartNew()
    $code = $null
    try {
        [void] (Restore-Previous)
        $agent = Start-Process -FilePath $Program -ArgumentList @('run', '--config', "`"$Configuration`"") -WindowStyle Hidden -PassThru `
            -RedirectStandardOutput (Join-Path $logs "$name.log") -RedirectStandardError $errors
        # Read now: without the handle the exit code is gone with the process.
        [void] $agent.Handle
        $agent.WaitForExit()
        $code = $agent.ExitCode
        if ((Get-Item -LiteralPath $errors).Length -eq 0) {
            Remove-Item -LiteralPath $errors -ErrorAction SilentlyContinue
        }
    } catch {
        # A program that is gone or may not run: a virus scanner took it. Nobody sees this window, so it is said there.
        Add-Content -LiteralPath (Join-Path $logs 'start.error.log') -Value "$name $_" -Encoding UTF8
    }
    # 0: somebody stopped it. 1, 2, 5: a person has to put something right first (agent help lists the codes).
    if ($code -in 0, 1, 2, 5) {
        exit $code
    }
    # 3, 4: the account is in use, perhaps by a process that is just ending. Anything else: an accident. What keeps failing is tried less often.
    if ($running.Elapsed.TotalSeconds -ge $longest) {
        $pause = $shortest
    }
    Start-Sleep -Seconds $pause
    $pause = [Math]::Min(2 * $pause, $longest)
}
