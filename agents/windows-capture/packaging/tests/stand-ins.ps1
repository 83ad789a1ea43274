# What the scripts ask of Windows, played from files in the folder $env:AGENT_TEST: the task scheduler, rights, processes, sleep.
# Parameters are those that are documented, so that one which does not exist fails here too. Dot-sourced by verify.ps1.

function global:Get-State([string] $Name, $Default = $null) {
    $file = Join-Path $env:AGENT_TEST $Name
    if (-not (Test-Path -LiteralPath $file)) { return $Default }
    return [IO.File]::ReadAllText($file)
}

function global:Set-State([string] $Name, [string] $Value) {
    [IO.File]::WriteAllText((Join-Path $env:AGENT_TEST $Name), $Value)
}

function global:Add-State([string] $Name, [string] $Line) {
    [IO.File]::AppendAllText((Join-Path $env:AGENT_TEST $Name), "$Line`n")
}

function global:Clear-State([string] $Name) {
    [IO.File]::Delete((Join-Path $env:AGENT_TEST $Name))
}

# --- Processes: each line of the file processes is the id of an agent that runs.
function global:Get-FakeProcess {
    foreach ($line in (Get-State 'processes' '') -split "`n" -ne '') {
        $process = [pscustomobject] @{ Id = [int] $line; Path = (Join-Path $env:LOCALAPPDATA 'Programs\WeChatAgent\agent.exe') }
        $process | Add-Member -MemberType ScriptMethod -Name WaitForExit -Value {
            param($Milliseconds)
            return $this.Id -notin @((Get-State 'processes' '') -split "`n" -ne '')
        }
        $process
    }
}

function global:Get-Process {
    [CmdletBinding()]
    param([string[]] $Name, [int[]] $Id)
    if ($Id) { return [pscustomobject] @{ Id = $Id[0]; SessionId = [int] (Get-State 'session' 1) } }
    if ($Name -eq 'agent') {
        Get-FakeProcess
        # Somebody else's program of the same name, whose path may not be read.
        [pscustomobject] @{ Id = 4; Path = $null }
    }
}

function global:Stop-Process {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [int[]] $Id, [switch] $Force)
    Add-State 'calls' "kill $Id"
    if (-not (Get-State 'unkillable')) {
        Set-State 'processes' (((Get-State 'processes' '') -split "`n" | Where-Object { $_ -and [int] $_ -notin $Id }) -join "`n")
    }
}

function global:Start-Process {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $FilePath, [string[]] $ArgumentList, [Diagnostics.ProcessWindowStyle] $WindowStyle, [switch] $PassThru,
        [string] $RedirectStandardOutput, [string] $RedirectStandardError)
    if ($WindowStyle -ne 'Hidden') { throw 'a window would be seen' }
    if ($env:OS -ne 'Windows_NT') { [void] $PSBoundParameters.Remove('WindowStyle') }
    Microsoft.PowerShell.Management\Start-Process @PSBoundParameters
}

function global:Start-Sleep {
    [CmdletBinding()]
    param([int] $Seconds)
    Add-State 'sleeps' $Seconds
    # start.ps1 has no end of its own.
    if (@((Get-State 'sleeps') -split "`n" -ne '').Count -ge [int] (Get-State 'patience' 100)) { throw 'enough slept' }
}

# --- The task scheduler: the file task is the task, the file running is there while it runs.
function global:New-ScheduledTaskAction {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Execute, [string] $Argument, [string] $WorkingDirectory, [string] $Id)
    return [pscustomobject] @{ Text = "$Execute|$Argument|$WorkingDirectory" }
}

function global:New-ScheduledTaskTrigger {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [switch] $AtLogOn, [TimeSpan] $RandomDelay, [string] $User)
    # A standard user may not start anything at anybody's logon.
    if (-not $User) { throw 'Access is denied.' }
    return [pscustomobject] @{ Text = "logon of $User" }
}

function global:New-ScheduledTaskPrincipal {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $UserId, [ValidateSet('None', 'Password', 'S4U', 'Interactive', 'Group', 'ServiceAccount', 'InteractiveOrPassword')] [string] $LogonType,
        [ValidateSet('Limited', 'Highest')] [string] $RunLevel, [string] $Id)
    return [pscustomobject] @{ Text = "$UserId|$LogonType|$RunLevel" }
}

function global:New-ScheduledTaskSettingsSet {
    [CmdletBinding()]
    param([switch] $AllowStartIfOnBatteries, [switch] $DontStopIfGoingOnBatteries, [switch] $StartWhenAvailable,
        [ValidateSet('Parallel', 'Queue', 'IgnoreNew')] [string] $MultipleInstances, [TimeSpan] $ExecutionTimeLimit, [int] $Priority, [switch] $Hidden)
    return [pscustomobject] @{ Text = "$MultipleInstances|$([Xml.XmlConvert]::ToString($ExecutionTimeLimit))" }
}

function global:Register-ScheduledTask {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $TaskName, [Parameter(Mandatory)] $Action, [Parameter(Mandatory)] $Trigger, [Parameter(Mandatory)] $Principal,
        [Parameter(Mandatory)] $Settings, [string] $Description, [switch] $Force)
    if (Get-State 'task-denied') { Write-Error 'Access is denied.'; return }
    if ((Get-State 'task') -and -not $Force) { Write-Error 'Cannot create a file when that file already exists.'; return }
    Set-State 'task' "$TaskName`n$($Action.Text)`n$($Trigger.Text)`n$($Principal.Text)`n$($Settings.Text)"
    return [pscustomobject] @{ TaskName = $TaskName }
}

function global:Find-Task([string] $TaskName) {
    if ((Get-State 'task' '') -like "$TaskName*") { return $true }
    Write-Error "No MSFT_ScheduledTask objects found with property 'TaskName' equal to '$TaskName'."
    return $false
}

function global:Get-ScheduledTask {
    [CmdletBinding()]
    param([string[]] $TaskName, [string[]] $TaskPath)
    if (Find-Task $TaskName[0]) { return [pscustomobject] @{ TaskName = $TaskName[0]; State = $(if (Get-State 'running') { 'Running' } else { 'Ready' }) } }
}

function global:Start-ScheduledTask {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $TaskName)
    if (Find-Task $TaskName) {
        Add-State 'calls' 'task started'
        Set-State 'running' 'yes'
        if (-not (Get-State 'does-not-run')) { Add-State 'processes' 77 }
    }
}

# Ends start.ps1 and nothing else.
function global:Stop-ScheduledTask {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $TaskName)
    if (Find-Task $TaskName) {
        Add-State 'calls' 'task stopped'
        Clear-State 'running'
    }
}

function global:Unregister-ScheduledTask {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param([Parameter(Mandatory)] [string] $TaskName)
    if ((Find-Task $TaskName) -and $PSCmdlet.ShouldProcess($TaskName)) { Clear-State 'task' }
}

# --- Files and rights.
function global:icacls.exe {
    Add-State 'calls' "icacls $args"
    $global:LASTEXITCODE = [int] (Get-State 'icacls-code' 0)
}

function global:Unblock-File {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string[]] $LiteralPath)
    if (-not (Test-Path -LiteralPath $LiteralPath[0])) { Write-Error "$LiteralPath is not there" }
    Add-State 'unblocked' (Split-Path $LiteralPath[0] -Leaf)
}

# copy-fails: a pattern of targets that are in use; copy-fails-after: once the agent was called so. power-cut: the number of the copy in whose midst the power goes.
function global:Copy-Item {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $LiteralPath, [Parameter(Mandatory)] [string] $Destination, [switch] $Force)
    Add-State 'copies' $Destination
    $pattern = Get-State 'copy-fails'
    if ($pattern -and (Get-State 'calls' '').Contains((Get-State 'copy-fails-after' '')) -and $Destination.Replace('\', '/') -like $pattern) {
        throw [IO.IOException] "The process cannot access the file '$Destination' because it is being used by another process."
    }
    if (@((Get-State 'copies') -split "`n" -ne '').Count -eq [int] (Get-State 'power-cut' 0)) {
        $bytes = [IO.File]::ReadAllBytes($LiteralPath)
        $half = New-Object byte[] ([int] [Math]::Floor($bytes.Length / 2))
        [Array]::Copy($bytes, $half, $half.Length)
        [IO.File]::WriteAllBytes($Destination, $half)
        [Diagnostics.Process]::GetCurrentProcess().Kill()
    }
    Microsoft.PowerShell.Management\Copy-Item @PSBoundParameters
}

# Captured with the rest of what is written to the screen.
function global:Out-Host {
    process { Write-Host "$_" }
}
