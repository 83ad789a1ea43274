# What Windows PowerShell 5.1 would not read, wherever this runs.

foreach ($script in Get-ChildItem -LiteralPath $packaging -Filter '*.ps1' -File) {
    Test "language: $($script.Name)" {
        $tokens = $null
        $faults = $null
        $tree = [Management.Automation.Language.Parser]::ParseFile($script.FullName, [ref] $tokens, [ref] $faults)
        Assert ($faults.Count -eq 0) "$faults"
        $later = @('QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'Clean')
        $used = @($tokens | Where-Object { "$($_.Kind)" -in $later })
        Assert ($used.Count -eq 0) "syntax of a later PowerShell: $used"
        # Join-Path takes two paths there, and there is no $IsWindows.
        $calls = $tree.FindAll({ param($node) $node -is [Management.Automation.Language.CommandAst] }, $true)
        foreach ($call in $calls | Where-Object { "$($_.GetCommandName())" -eq 'Join-Path' }) {
            Assert ($call.CommandElements.Count -eq 3) "two paths: $call"
        }
        Assert (@($tokens | Where-Object { $_.Text -in '$IsWindows', '$IsLinux' }).Count -eq 0) 'a variable of a later PowerShell'
    }
}

Test 'language: what is published is what is installed' {
    $listed = & { . (Join-Path $packaging 'installation.ps1'); $Files }
    $there = @('agent.exe', 'agent.example.yaml', 'SHA256SUMS') + @((Get-ChildItem -LiteralPath $packaging -Filter '*.ps1' -File).Name)
    Assert ((($listed | Sort-Object) -join ' ') -eq (($there | Sort-Object) -join ' ')) "$there"
}
