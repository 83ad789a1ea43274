using System.ComponentModel;
using System.Diagnostics;
using WeChatPlatform.LocalServers;
using Xunit;

namespace WeChatPlatform.Testing;

/// <summary>Prometheus's own checker: it knows better than we what Prometheus takes.</summary>
public static class Promtool
{
    /// <returns>What it found to say; empty when there is nothing to mend.</returns>
    public static async Task<string> FaultsAsync(string metrics)
    {
        var (code, output) = await RunAsync(["check", "metrics"], metrics);
        return code == 0 && output.Length == 0 ? "" : $"exit code {code}: {output}";
    }

    /// <summary>Runs it with arguments and shows what it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, string input = "")
    {
        using var process = Start("promtool", arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, (await output + await errors).Trim());
    }

    internal static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new ServersMissingException(new ServerNotInstalledException(
                $"没有找到 {program}。请安装 Debian 的 prometheus 软件包：apt-get install prometheus",
                $"{program} was not found. Install Debian's package prometheus: apt-get install prometheus"));
        }
    }
}
