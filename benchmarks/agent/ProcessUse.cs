using System.Globalization;

namespace WeChatPlatform.AgentFootprint;

/// <summary>What Linux says of a process at one moment.</summary>
/// <remarks>
/// Memory in kibibytes: <paramref name="Rss"/> is all that is in memory, <paramref name="Anonymous"/> the part that is its own and not
/// of a file. <paramref name="Cpu"/> is the processor time since its start.
/// </remarks>
internal sealed record ProcessUse(long Rss, long Anonymous, int Threads, int Files, TimeSpan Cpu, long At)
{
    private const int TicksPerSecond = 100;

    public static ProcessUse Of(int process)
    {
        var status = File.ReadAllLines($"/proc/{process}/status");
        var stat = File.ReadAllText($"/proc/{process}/stat");

        // Behind the name, which may have anything in it, user and system time are the 12th and 13th.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = Number(fields[11]) + Number(fields[12]);
        return new ProcessUse(
            Line(status, "VmRSS:"),
            Line(status, "RssAnon:"),
            (int)Line(status, "Threads:"),
            Directory.GetFiles($"/proc/{process}/fd").Length,
            TimeSpan.FromSeconds((double)ticks / TicksPerSecond),
            TimeProvider.System.GetTimestamp());
    }

    /// <summary>Per cent of one core since an earlier moment.</summary>
    public double CpuSince(ProcessUse earlier) =>
        100 * (Cpu - earlier.Cpu) / TimeProvider.System.GetElapsedTime(earlier.At, At);

    private static long Line(string[] status, string name) => Number(Array.Find(
        status, line => line.StartsWith(name, StringComparison.Ordinal))!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^(name == "Threads:" ? 1 : 2)]
        .Replace(name, "", StringComparison.Ordinal).Trim());

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
