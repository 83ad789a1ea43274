using System.Diagnostics;
using System.Globalization;

namespace WeChatPlatform.MessagingBenchmark.Load;

/// <summary>Processor time of a server: its main process and what that has started, ended ones included. From /proc.</summary>
internal static class ServerProcessor
{
    private const int TicksPerSecond = 100;
    private const int ParentField = 1;
    private const int FirstTimeField = 11;
    private const int TimeFields = 4;

    public static TimeSpan Of(int processId)
    {
        var processes = Process.GetProcesses().Select(process => process.Id).Select(Read).OfType<Line>().ToList();
        HashSet<int> family = [processId];
        while (processes.Where(process => family.Contains(process.Parent) && family.Add(process.Id)).ToList().Count > 0)
        {
        }

        return TimeSpan.FromSeconds((double)processes.Where(process => family.Contains(process.Id)).Sum(process => process.Ticks) / TicksPerSecond);
    }

    private static Line? Read(int processId)
    {
        try
        {
            // After the name in parentheses: state, parent, ..., own and children's time in user and kernel mode.
            var text = File.ReadAllText($"/proc/{processId}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Line(
                processId,
                int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
                fields.Skip(FirstTimeField).Take(TimeFields).Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private sealed record Line(int Id, int Parent, long Ticks);
}
