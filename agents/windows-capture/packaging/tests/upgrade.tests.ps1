# Whichever way it ended: one version is there whole, nothing is left of the upgrade, and the agent was started.
function Assert-Whole([string] $Package, [string] $Why) {
    Assert (Test-Version $programs $Package) "one whole version is there: $Why"
    Assert (-not (Test-Path -LiteralPath (Join-Path $programs 'incoming'))) 'nothing incoming is left'
    Assert (@(Get-Calls)[-1] -eq 'task started' -and (Get-State 'processes')) "it was started: $(Get-Calls)"
}

Test 'upgrade: good' -Installed {
    $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
    Assert (-not $result.Failure) $result.Failure
    Assert-Whole $two $result.Text
    Assert (Test-Version (Join-Path $programs 'previous') $one) 'the old version is kept'
    $calls = (Get-Calls) -join ';'
    Assert ($calls -like '1 stop *;task stopped;1 check *;2 version;2 check *;task started') $calls
    Assert ($result.Text.Contains('客户端 2') -and $result.Text.Contains('Upgraded.')) $result.Text
    Assert (-not $result.Text.Contains('put back')) $result.Text
}

# The codes of the old version's check and of the new one's; what then is there.
foreach ($case in @(
        @{ Old = 0; New = 0; Is = 'new' }, @{ Old = 0; New = 6; Is = 'old'; Says = 'check of the new version failed' }, @{ Old = 0; New = 3; Is = 'old'; Says = 'check of the new version failed' },
        @{ Old = 6; New = 6; Is = 'new' }, @{ Old = 6; New = 0; Is = 'new' }, @{ Old = 6; New = 7; Is = 'new' },
        @{ Old = 0; New = 2; Is = 'old'; Says = 'does not accept the configuration' }, @{ Old = 6; New = 2; Is = 'old'; Says = 'does not accept the configuration' },
        @{ Old = 2; New = 2; Is = 'new' }, @{ Old = 2; New = 6; Is = 'new' },
        @{ Old = 6; New = 'crash'; Is = 'old'; Says = 'check of the new version failed' }, @{ Old = 'crash'; New = 2; Is = 'new' })) {
    Test "upgrade: check was $($case.Old), is $($case.New)" -Installed {
        Set-State '1.check' $case.Old
        Set-State '2.check' $case.New
        $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
        if ($case.Is -eq 'new') {
            Assert (-not $result.Failure) "$($result.Failure) $($result.Text)"
            Assert-Whole $two $result.Text
        } else {
            Assert ($result.Failure -like '*the old version is back*' -and $result.Text.Contains($case.Says)) "$($result.Failure) $($result.Text)"
            Assert-Whole $one $result.Text
        }
    }
}

Test 'upgrade: version fails' -Installed {
    Set-State '2.version' '1'
    $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
    Assert ($result.Failure -like '*the old version is back*' -and $result.Text.Contains('does not start')) "$($result.Failure) $($result.Text)"
    Assert-Whole $one $result.Text
}

Test 'upgrade: the new program is none' -Installed {
    [IO.File]::WriteAllText((Join-Path $two 'agent.exe'), 'damaged')
    Write-Sums $two
    $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
    Assert ($result.Failure -like '*the old version is back*' -and $result.Text.Contains('does not start')) "$($result.Failure) $($result.Text)"
    Assert-Whole $one $result.Text
}

Test 'upgrade: -SkipCheck' -Installed {
    Set-State '2.check' '6'
    $result = Invoke-Script (Join-Path $two 'upgrade.ps1') @{ SkipCheck = $true }
    Assert (-not $result.Failure -and -not ((Get-Calls) -like '*check*')) "$($result.Failure) $(Get-Calls)"
    Assert-Whole $two $result.Text
}

foreach ($file in 'agent.exe', 'start.ps1', 'SHA256SUMS') {
    Test "upgrade: $file is in use" -Installed {
        Set-State 'copy-fails' "*/Programs/WeChatAgent/$file"
        $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
        Assert ($result.Failure -like '*the old version is back*' -and $result.Text.Contains('being used by another process')) "$($result.Failure) $($result.Text)"
        Assert-Whole $one $result.Text
        Clear-State 'copy-fails'
        Assert (-not (Invoke-Script (Join-Path $two 'upgrade.ps1')).Failure) 'the next one succeeds'
        Assert-Whole $two ''
        Assert (Test-Version (Join-Path $programs 'previous') $one) 'the old version is kept'
    }
}

Test 'upgrade: the old version cannot be put back at once' -Installed {
    Set-State '2.version' '1'
    Set-State 'copy-fails' '*/Programs/WeChatAgent/installation.ps1'
    Set-State 'copy-fails-after' '2 version'
    $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
    Assert ($result.Failure -like '*put back when the agent is started*') "$($result.Failure) $($result.Text)"
    Assert (@(Get-Calls)[-1] -eq 'task started' -and -not (Test-Version $programs $one)) "$(Get-Calls)"
    Clear-State 'copy-fails'
    Set-State 'run' "0`n"
    $result = Invoke-Script (Join-Path $programs 'start.ps1')
    Assert (-not $result.Failure -and (Test-Version $programs $one)) "start.ps1 puts it back: $($result.Failure)"
    Assert (@(Get-Calls)[-1] -like '1 run*') "$(Get-Calls)"
}

foreach ($case in @(
        @{ Name = 'a file is changed'; Do = { [IO.File]::AppendAllText((Join-Path $two 'install.ps1'), '#') }; Says = '*missing or damaged*' },
        @{ Name = 'no SHA256SUMS'; Do = { [IO.File]::Delete((Join-Path $two 'SHA256SUMS')) }; Says = '*SHA256SUMS was not found*' },
        @{ Name = 'session 0'; Do = { Set-State 'session' '0' }; Says = '*not as a service*' },
        @{ Name = 'the stick is pulled out'; Do = { Set-State 'copy-fails' '*/incoming/start.ps1' }; Says = '*used by another process*' },
        @{ Name = 'in the installed folder'; Do = { $two = $programs }; Says = '*in the folder of the new version*' })) {
    Test "upgrade: $($case.Name)" -Installed {
        . $case.Do
        $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
        Assert ($result.Failure -like $case.Says) "$($result.Failure) $($result.Text)"
        Assert ((Test-Version $programs $one) -and (Get-State 'processes') -and -not (Get-Calls)) "nobody noticed: $(Get-Calls)"
    }
}

Test 'upgrade: not installed' {
    $result = Invoke-Script (Join-Path $one 'upgrade.ps1')
    Assert ($result.Failure -like '*run install.ps1*' -and -not (Test-Path -LiteralPath $programs)) $result.Failure
}

Test 'upgrade: the agent does not run, the task is gone' -Installed {
    $task = Get-State 'task'
    foreach ($name in 'processes', 'task', 'running') { Clear-State $name }
    $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
    Assert (-not $result.Failure -and (Get-State 'task') -eq $task) "the task is there again: $($result.Failure)"
    Assert-Whole $two $result.Text
}

Test 'upgrade: back by hand, from the folder previous' -Installed {
    Assert (-not (Invoke-Script (Join-Path $two 'upgrade.ps1')).Failure) 'there'
    Set-Location -LiteralPath (Join-Path $programs 'previous')
    $result = Invoke-Script (Join-Path $programs 'previous\upgrade.ps1')
    Assert (-not $result.Failure) "$($result.Failure) $($result.Text)"
    Assert-Whole $one $result.Text
    Assert (Test-Version (Join-Path $programs 'previous') $two) 'and the other is in previous now'
}

Test 'upgrade: a file of the new version that the old one does not have' -Installed {
    Set-State '2.version' '1'
    [IO.File]::WriteAllText((Join-Path $two 'new.ps1'), '# new')
    $installation = Join-Path $two 'installation.ps1'
    [IO.File]::WriteAllText($installation, [IO.File]::ReadAllText($installation).Replace("'SHA256SUMS')", "'SHA256SUMS', 'new.ps1')"), (New-Object Text.UTF8Encoding $true))
    Write-Sums $two
    [IO.File]::AppendAllText((Join-Path $two 'SHA256SUMS'), "$((Get-FileHash -LiteralPath (Join-Path $two 'new.ps1')).Hash)  new.ps1`n")
    $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
    Assert ($result.Failure -like '*the old version is back*' -and (Get-State 'copies').Contains('new.ps1')) "$($result.Failure) $($result.Text)"
    Assert-Whole $one 'without the file of the new one'
}

# Eight files each: incoming, previous, in place.
$cuts = if ($EveryCut) { 1..24 } else { 3, 9, 16, 17, 20, 24 }
foreach ($cut in $cuts) {
    foreach ($next in 'upgrade', 'start') {
        Test "upgrade: the power goes at file $cut, then $next" -Installed {
            Set-State 'power-cut' $cut
            $code = Invoke-Process (Join-Path $two 'upgrade.ps1')
            Assert ($code -ne 0 -and @((Get-State 'copies') -split "`n" -ne '').Count -eq $cut) "it was cut: $code"
            # The PC starts again: nothing runs, and at the logon the task does.
            foreach ($name in 'power-cut', 'processes', 'running') { Clear-State $name }
            if ($next -eq 'start') {
                Set-State 'run' "0`n"
                if ($cut -gt 16) {
                    # The first files of the new version are there. start.ps1 itself may be the torn one; its turn is the sixth.
                    Assert (-not (Test-Version $programs $one)) 'a mixture of versions'
                }
                if ($cut -notin 18, 22) {
                    $result = Invoke-Script (Join-Path $programs 'start.ps1')
                    Assert (-not $result.Failure -and (Test-Version $programs $one)) "the old version is put back: $($result.Failure)"
                    Assert (@(Get-Calls)[-1] -like '1 run*') "and runs: $(Get-Calls)"
                }
            }
            $result = Invoke-Script (Join-Path $two 'upgrade.ps1')
            Assert (-not $result.Failure) "$($result.Failure) $($result.Text)"
            Assert-Whole $two $result.Text
            Assert (Test-Version (Join-Path $programs 'previous') $one) 'previous is the version that worked'
        }
    }
}
