# Dot-sourced by verify.ps1, as every file of this kind.

Test 'install: fresh' {
    $result = Invoke-Script (Join-Path $one 'install.ps1')
    Assert (-not $result.Failure) $result.Failure
    Assert (Test-Version $programs $one) 'the program folder holds the package'
    $yaml = [IO.File]::ReadAllText((Join-Path $data 'agent.yaml'))
    Assert ($yaml.Contains("api_key_file: '$($data.Replace("'", "''"))\agent.key'")) "the path is YAML: $yaml"
    Assert ($yaml.Contains('客服小微') -and -not $yaml.Contains('@DATA@')) 'the example is whole, in Chinese'
    $task = (Get-State 'task') -split "`n"
    Assert ($task[0] -eq 'WeChatAgent') 'the task has its name'
    Assert ($task[1].Contains("-WindowStyle Hidden -ExecutionPolicy Bypass -File `"$(Join-Path $programs 'start.ps1')`"|$programs")) $task[1]
    Assert ($task[1].Replace('\', '/').StartsWith("$env:SystemRoot/System32/WindowsPowerShell/v1.0/powershell.exe|".Replace('\', '/'))) $task[1]
    Assert ($task[2] -eq "logon of PC\张 O'Neil" -and $task[3] -eq "PC\张 O'Neil|Interactive|Limited" -and $task[4] -eq 'IgnoreNew|PT0S') "$task"
    Assert ((Get-Calls) -contains "icacls $data /inheritance:r /grant:r *S-1-5-21-1-2-3-1001:(OI)(CI)F *S-1-5-18:(OI)(CI)F /Q") "$(Get-Calls)"
    Assert (-not ((Get-Calls) -like '*task started*')) 'nothing starts without a key'
    Assert ($result.Text.Contains("protect-key '$($data.Replace("'", "''"))")) $result.Text
    Assert (@((Get-State 'unblocked') -split "`n" -ne '').Count -eq 8) 'no mark of the web is left'
}

Test 'install: fresh, with a key' {
    [void] [IO.Directory]::CreateDirectory($data)
    [IO.File]::WriteAllText((Join-Path $data 'agent.key'), 'key')
    [IO.File]::WriteAllText((Join-Path $data 'agent.yaml'), 'mine')
    $result = Invoke-Script (Join-Path $one 'install.ps1')
    Assert ((Get-Calls) -contains 'task started' -and $result.Text.Contains('Started.')) $result.Text
    Assert ([IO.File]::ReadAllText((Join-Path $data 'agent.yaml')) -eq 'mine') 'a configuration that is there stays'
}

Test 'install: -NoStart' {
    [void] [IO.Directory]::CreateDirectory($data)
    [IO.File]::WriteAllText((Join-Path $data 'agent.key'), 'key')
    $result = Invoke-Script (Join-Path $one 'install.ps1') @{ NoStart = $true }
    Assert (-not $result.Failure -and -not ((Get-Calls) -like '*task started*')) $result.Text
}

Test 'install: started, but does not run' {
    [void] [IO.Directory]::CreateDirectory($data)
    [IO.File]::WriteAllText((Join-Path $data 'agent.key'), 'key')
    Set-State 'does-not-run' 'yes'
    $result = Invoke-Script (Join-Path $one 'install.ps1')
    Assert (-not $result.Failure -and $result.Text.Contains('The agent does not run')) $result.Text
}

Test 'install: twice' -Installed {
    $before = Get-State 'task'
    $result = Invoke-Script (Join-Path $two 'install.ps1')
    Assert ($result.Failure -like '*run upgrade.ps1*') $result.Failure
    Assert ((Test-Version $programs $one) -and (Get-State 'task') -eq $before -and (Get-State 'processes')) 'nothing changed'
}

foreach ($case in @(
        @{ Name = 'a file is changed'; Do = { [IO.File]::AppendAllText((Join-Path $one 'start.ps1'), '#') }; Says = '*start.ps1 is missing or damaged*' },
        @{ Name = 'a file is missing'; Do = { [IO.File]::Delete((Join-Path $one 'agent.exe')) }; Says = '*agent.exe is missing or damaged*' },
        @{ Name = 'no SHA256SUMS'; Do = { [IO.File]::Delete((Join-Path $one 'SHA256SUMS')) }; Says = '*SHA256SUMS was not found*' },
        @{ Name = 'SHA256SUMS is empty'; Do = { [IO.File]::WriteAllText((Join-Path $one 'SHA256SUMS'), '') }; Says = '*agent.exe is missing or damaged*' },
        @{ Name = 'SHA256SUMS was cut off'; Do = { $sums = Join-Path $one 'SHA256SUMS'; [IO.File]::WriteAllText($sums, [IO.File]::ReadAllText($sums).Substring(0, 120)) }; Says = '*is missing or damaged*' },
        @{ Name = 'old Windows'; Do = { Set-State 'build' '17134' }; Says = '*Windows 10 1809 or later*' },
        @{ Name = 'session 0'; Do = { Set-State 'session' '0' }; Says = '*not as a service*' },
        @{ Name = 'the program does not start'; Do = { [IO.File]::WriteAllText((Join-Path $one 'agent.exe'), 'damaged'); Write-Sums $one }; Says = '*The program does not start*' },
        @{ Name = 'version fails'; Do = { Set-State '1.version' '3' }; Says = '*The program does not start*' },
        @{ Name = 'rights cannot be set'; Do = { Set-State 'icacls-code' '5' }; Says = '*The rights of*could not be set*' },
        @{ Name = 'the task is denied'; Do = { Set-State 'task-denied' 'yes' }; Says = '*could not be registered*Access is denied*' },
        @{ Name = 'the disk is full'; Do = { Set-State 'copy-fails' '*/WeChatAgent/start.ps1' }; Says = '*being used by another process*' })) {
    Test "install: $($case.Name)" {
        . $case.Do
        $result = Invoke-Script (Join-Path $one 'install.ps1')
        Assert ($result.Failure -like $case.Says) "$($result.Failure) $($result.Text)"
        Assert (-not (Test-Path -LiteralPath $programs) -and -not (Get-State 'task')) 'nothing is half installed'
    }
}
