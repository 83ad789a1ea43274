# A program that plays agent.exe: it notes how it was called and ends with the code that a test set. Dot-sourced by verify.ps1.
# Its state is in the folder $env:AGENT_TEST: VERSION.COMMAND holds an exit code, run one for each run.

$shell = @'
#!/bin/sh
state=$AGENT_TEST
printf '%s\n' "@VERSION@ $*" >>"$state/calls"
printf '客户端 @VERSION@ / the agent\n'
[ "$1" = version ] || printf '注意 / a warning\n' >&2
code=$(cat "$state/@VERSION@.$1" 2>/dev/null || echo 0)
case $1 in
  stop) [ "$code" != 0 ] || rm -f "$state/processes" ;;
  run)
    code=$(head -n 1 "$state/run")
    sed -i 1d "$state/run"
    ;;
esac
[ "$code" != crash ] || kill -SEGV $$
exit "$code"
'@

$windows = @'
using System;
using System.IO;
public static class Agent
{
    public static int Main(string[] args)
    {
        string state = Environment.GetEnvironmentVariable("AGENT_TEST");
        File.AppendAllText(Path.Combine(state, "calls"), "@VERSION@ " + string.Join(" ", args) + "\n");
        Console.WriteLine("客户端 @VERSION@ / the agent");
        if (args[0] != "version") Console.Error.WriteLine("注意 / a warning");
        string file = Path.Combine(state, "@VERSION@." + args[0]);
        string code = File.Exists(file) ? File.ReadAllText(file) : "0";
        if (args[0] == "stop" && code == "0") File.Delete(Path.Combine(state, "processes"));
        if (args[0] == "run")
        {
            string run = Path.Combine(state, "run");
            string[] codes = File.ReadAllText(run).Split(new[] { '\n' }, 2);
            code = codes[0];
            File.WriteAllText(run, codes.Length > 1 ? codes[1] : "");
        }
        if (code == "crash") return -1073741819;
        return int.Parse(code);
    }
}
'@

function New-FakeAgent([string] $File, [string] $Version) {
    if ($env:OS -eq 'Windows_NT') {
        # Only Windows PowerShell compiles a program, and not into a folder with brackets.
        $built = Join-Path ([IO.Path]::GetTempPath()) "agent-scripts-$PID-$Version.exe"
        if (-not (Test-Path -LiteralPath $built)) {
            Add-Type -TypeDefinition $windows.Replace('@VERSION@', $Version) -OutputAssembly $built -OutputType ConsoleApplication
        }
        [IO.File]::Copy($built, $File, $true)
    } else {
        [IO.File]::WriteAllText($File, $shell.Replace('@VERSION@', $Version).Replace("`r", ''))
        & chmod +x $File
    }
}
