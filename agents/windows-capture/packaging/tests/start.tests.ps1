foreach ($code in 0, 1, 2, 5) {
    Test "start: ends with $code" -Installed {
        Set-State 'run' "$code`n"
        $result = Invoke-Script (Join-Path $programs 'start.ps1')
        Assert (-not $result.Failure -and $result.Code -eq $code -and -not (Get-State 'sleeps')) "$($result.Code) $($result.Failure)"
    }
}

Test 'start: what it writes and how it is called' -Installed {
    Set-State 'run' "0`n"
    Clear-State 'calls'
    [void] (Invoke-Script (Join-Path $programs 'start.ps1'))
    Assert ((Get-Calls) -contains "1 run --config $(Join-Path $data 'agent.yaml')") "a path with blanks is one argument: $(Get-Calls)"
    $logs = @(Get-ChildItem -LiteralPath (Join-Path $data 'logs') -File)
    Assert ($logs.Count -eq 2) "one file for each stream: $logs"
    Assert ([IO.File]::ReadAllText(($logs | Where-Object Name -NotLike '*.error.log').FullName).Contains('客户端 1')) 'the output is there byte for byte'
}

Test 'start: again after an accident, less and less often' -Installed {
    Set-State 'run' "3`n4`ncrash`n6`n139`n255`n0`n"
    $result = Invoke-Script (Join-Path $programs 'start.ps1')
    Assert (-not $result.Failure -and $result.Code -eq 0) "$($result.Code) $($result.Failure)"
    Assert ((Get-State 'sleeps') -eq "30`n60`n120`n240`n300`n300`n") (Get-State 'sleeps')
    Assert (@((Get-Calls) -like '1 run*').Count -eq 7) "$(Get-Calls)"
}

Test 'start: the program is gone' -Installed {
    [IO.File]::Delete((Join-Path $programs 'agent.exe'))
    Set-State 'patience' 3
    $result = Invoke-Script (Join-Path $programs 'start.ps1')
    Assert ($result.Failure -eq 'enough slept') "it goes on trying: $($result.Failure)"
    $said = [IO.File]::ReadAllLines((Join-Path $data 'logs\start.error.log'))
    Assert ($said.Count -eq 3 -and $said[0].Contains('agent.exe')) "$said"
}

Test 'start: old logs go' -Installed {
    $logs = Join-Path $data 'logs'
    [void] [IO.Directory]::CreateDirectory($logs)
    for ($i = 0; $i -lt 300; $i++) { [IO.File]::WriteAllText((Join-Path $logs "n$i.log"), '') }
    foreach ($day in 13, 15) {
        $file = Join-Path $logs "d$day.log"
        [IO.File]::WriteAllText($file, 'x')
        [IO.File]::SetLastWriteTimeUtc($file, [DateTime]::UtcNow.AddDays(-$day))
    }
    # Younger ones than 14 days, as long as there are not too many.
    Set-State 'run' "0`n"
    [void] (Invoke-Script (Join-Path $programs 'start.ps1'))
    Assert (-not (Test-Path -LiteralPath (Join-Path $logs 'd15.log'))) 'older than 14 days'
    Assert (@(Get-ChildItem -LiteralPath $logs -Filter 'n*.log').Count -eq 200) 'no more than 200'
    Get-ChildItem -LiteralPath $logs -File | Remove-Item
    [IO.File]::WriteAllText((Join-Path $logs 'd13.log'), 'x')
    [IO.File]::SetLastWriteTimeUtc((Join-Path $logs 'd13.log'), [DateTime]::UtcNow.AddDays(-13))
    Set-State 'run' "0`n"
    [void] (Invoke-Script (Join-Path $programs 'start.ps1'))
    Assert (Test-Path -LiteralPath (Join-Path $logs 'd13.log')) 'younger than 14 days'
}

Test 'start: its exit code is that of the process' -Installed {
    Set-State 'run' "5`n"
    $code = Invoke-Process (Join-Path $programs 'start.ps1')
    Assert ($code -eq 5) "$code"
}
