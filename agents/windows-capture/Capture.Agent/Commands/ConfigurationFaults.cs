using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Agent.Configuration;

namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>
/// Everything that is wrong with a configuration at once: what the file says wrongly, and what the options are not satisfied
/// with, each with its place in the file where it has one. Chinese, then English; no values.
/// </summary>
internal static partial class ConfigurationFaults
{
    /// <returns>Empty when the agent can start.</returns>
    public static IReadOnlyList<string> Of(YamlFile? file, Func<AgentOptions> read, OuterSettings? outer = null)
    {
        var faults = new List<string>([.. file?.Faults ?? [], .. outer?.Faults ?? []]);
        if (file is { IsRead: false })
        {
            // What it sets is not known, so nothing can be said to be missing.
            return faults;
        }

        try
        {
            _ = read();
        }
        catch (OptionsValidationException invalid)
        {
            faults.AddRange(invalid.Failures.Select(failure => Told(file, failure)).OfType<string>());
        }
        catch (InvalidOperationException unreadable)
        {
            // A word where a number must be, in the environment or on the command line.
            faults.Add($"环境变量或命令行中的值类型不对 / a value of the environment or the command line has the wrong type: {Place().Match(unreadable.Message).Value}");
        }

        return faults;
    }

    public static async Task WriteAsync(IReadOnlyList<string> faults)
    {
        await Console.Error.WriteLineAsync("配置有误，没有启动： / The configuration is wrong, nothing was started:");
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync($"  {fault}");
        }
    }

    // Null for what the file's own faults say already.
    private static string? Told(YamlFile? file, string failure)
    {
        // The generated rules say AgentOptions.Pace.MinMilliseconds, our own Agent:Pace:MinMilliseconds.
        var option = Place().Match(failure).Value.Replace("AgentOptions.", "Agent:", StringComparison.Ordinal).Replace('.', ':').TrimEnd(':');
        var english = Prefix().Replace(failure, "").Replace("AgentOptions.", "Agent.", StringComparison.Ordinal);
        var place = option.Length == 0 ? null : file?.PlaceOf(option);
        if (place is not null && !file!.Settings.ContainsKey(option))
        {
            return null;
        }

        return $"{(place is null ? "" : $"{place}: ")}{OptionTexts.Chinese(option, english)} / {english}";
    }

    [GeneratedRegex(@"Agent(Options)?[:.][A-Za-z:.]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Place();

    [GeneratedRegex(@"^(Property )?\w+: ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Prefix();
}
