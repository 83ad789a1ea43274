Test 'uninstall: keeps the data' -Installed {
    $result = Invoke-Script (Join-Path $two 'uninstall.ps1')
    Assert (-not $result.Failure) $result.Failure
    Assert (-not (Test-Path -LiteralPath $programs) -and -not (Get-State 'task') -and -not (Get-State 'running')) 'program and task are gone'
    Assert (Test-Path -LiteralPath (Join-Path $data 'agent.key')) 'the key is kept'
    Assert ((Get-Calls) -contains "1 stop --config $(Join-Path $data 'agent.yaml')" -and -not ((Get-Calls) -like 'kill*')) "it was asked to end: $(Get-Calls)"
    Assert ($result.Text.Contains("Its data is kept in $data")) $result.Text
    $result = Invoke-Script (Join-Path $one 'install.ps1')
    Assert (-not $result.Failure -and $result.Text.Contains('Started.')) "installed again: $($result.Failure)"
}

Test 'uninstall: -RemoveData' -Installed {
    $result = Invoke-Script (Join-Path $two 'uninstall.ps1') @{ RemoveData = $true }
    Assert (-not $result.Failure -and -not (Test-Path -LiteralPath $programs) -and -not (Test-Path -LiteralPath $data)) $result.Failure
    Assert ($result.Text.Contains('Its data is removed') -and -not $result.Text.Contains('kept')) $result.Text
}

Test 'uninstall: from the installed folder, in it' -Installed {
    Set-Location -LiteralPath $programs
    $result = Invoke-Script (Join-Path $programs 'uninstall.ps1')
    Assert (-not $result.Failure -and -not (Test-Path -LiteralPath $programs)) $result.Failure
}

Test 'uninstall: a link in the data folder' -Installed {
    $target = Join-Path $work 'elsewhere'
    [void] [IO.Directory]::CreateDirectory($target)
    [IO.File]::WriteAllText((Join-Path $target 'mine'), 'kept')
    $kind = if ($env:OS -eq 'Windows_NT') { 'Junction' } else { 'SymbolicLink' }
    [void] (New-Item -ItemType $kind -Path (Join-Path $data 'link') -Target $target)
    [void] [IO.Directory]::CreateDirectory((Join-Path $data 'journal\attachments'))
    $result = Invoke-Script (Join-Path $two 'uninstall.ps1') @{ RemoveData = $true }
    Assert (-not $result.Failure -and -not (Test-Path -LiteralPath $data)) $result.Failure
    Assert (Test-Path -LiteralPath (Join-Path $target 'mine')) 'what it leads to stays'
}

Test 'uninstall: nothing is there' {
    foreach ($with in @{}, @{ RemoveData = $true }) {
        $result = Invoke-Script (Join-Path $one 'uninstall.ps1') $with
        Assert (-not $result.Failure -and $result.Text.Contains('It is not installed') -and -not $result.Text.Contains('kept')) "$($result.Failure) $($result.Text)"
    }
}

Test 'uninstall: only the task is left' {
    Set-State 'task' 'WeChatAgent'
    $result = Invoke-Script (Join-Path $one 'uninstall.ps1')
    Assert (-not $result.Failure -and -not (Get-State 'task')) $result.Failure
}

Test 'uninstall: the task is gone' -Installed {
    Clear-State 'task'
    $result = Invoke-Script (Join-Path $two 'uninstall.ps1')
    Assert (-not $result.Failure -and -not (Test-Path -LiteralPath $programs)) $result.Failure
}

Test 'uninstall: the agent does not end by itself' -Installed {
    Set-State '1.stop' '7'
    $result = Invoke-Script (Join-Path $two 'uninstall.ps1')
    Assert (-not $result.Failure -and -not (Test-Path -LiteralPath $programs)) $result.Failure
    $calls = (Get-Calls) -join ' '
    Assert ($calls -like '*1 stop*task stopped*kill 77*') "asked first, then ended, and start.ps1 before it: $calls"
}
