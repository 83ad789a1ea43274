using System.Globalization;

namespace WeChatPlatform.Testing;

/// <summary>
/// What a process and its children have used so far and hold now. Linux: it reads /proc.
/// </summary>
/// <remarks>
/// <paramref name="Resident"/> counts pages that processes share in each of them; <paramref name="Proportional"/> counts them
/// once, so that it can be added up. <paramref name="Allocated"/> is a .NET host's, by its own metrics; 0 for others. Bytes.
/// </remarks>
public sealed record ProcessUsage(TimeSpan Cpu, long Resident, long Proportional, long Allocated)
{
    private const double TicksPerSecond = 100;

    private static readonly HttpClient Http = new();

    /// <summary>A process, with the children that it has now and had, or alone.</summary>
    public static ProcessUsage Of(int processId, bool withChildren = true)
    {
        int[] all = [processId, .. withChildren ? Children(processId) : []];
        return new ProcessUsage(
            TimeSpan.FromSeconds((Ticks(processId, withChildren) + all[1..].Sum(id => Ticks(id, withEnded: false))) / TicksPerSecond),
            all.Sum(id => Kilobytes(id, "Rss:")) * 1024,
            all.Sum(id => Kilobytes(id, "Pss:")) * 1024,
            0);
    }

    public static async Task<ProcessUsage> OfHostAsync(PlatformProcess host, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Of(host.Id, withChildren: false) with { Allocated = await AllocatedAsync(host.Management, ct) };
    }

    private static async Task<long> AllocatedAsync(Uri management, CancellationToken ct)
    {
        var metrics = await Http.GetStringAsync(new Uri(management, "metrics"), ct);
        return (long)metrics.Split('\n')
            .Where(line => line.StartsWith("dotnet_gc_heap_total_allocated", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    // User and system time; of children that have ended too, when asked.
    private static long Ticks(int processId, bool withEnded)
    {
        var fields = Stat(processId);
        return fields.Length < 15 ? 0 : fields[11..(withEnded ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
    }

    private static IEnumerable<int> Children(int processId) =>
        Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Stat(id) is { Length: > 1 } fields && fields[1] == processId.ToString(CultureInfo.InvariantCulture));

    // From the state on: what stands before it, the program's name, may hold spaces.
    private static string[] Stat(int processId)
    {
        var stat = Read(processId, "stat");
        return stat.Length == 0 ? [] : stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static long Kilobytes(int processId, string field) =>
        Read(processId, "smaps_rollup").Split('\n')
            .Where(line => line.StartsWith(field, StringComparison.Ordinal))
            .Select(line => long.Parse(line[field.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture))
            .FirstOrDefault();

    private static string Read(int processId, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
