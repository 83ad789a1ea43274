using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Reporting;

/// <summary>
/// How busy the PC and this process are. Each measure is absent where it cannot be had, and those of the processor at the
/// first look, because they are of the time since the look before. Concurrency: one caller.
/// </summary>
internal sealed partial class PcLoad(IOptions<AgentOptions> options, TimeProvider time)
{
    private (long Busy, long Total)? _pc;
    private (TimeSpan Used, long At)? _own;

    public Measures Look()
    {
        var own = OwnCpu();
        return new Measures(PcCpu(), Memory(), Disk(), own, Environment.WorkingSet / (1024 * 1024));
    }

    /// <remarks>
    /// Of the PC: <paramref name="Cpu"/>, <paramref name="Memory"/> and <paramref name="Disk"/> in use, 0 to 100; the disk is
    /// that of the data folder. Of the agent: <paramref name="AgentCpu"/> in percent of one core, and
    /// <paramref name="AgentMegabytes"/> of memory that it holds.
    /// </remarks>
    internal sealed record Measures(double? Cpu, double? Memory, double? Disk, double? AgentCpu, long AgentMegabytes);

    /// <summary>Jiffies that were worked and all that there were, from the first line of /proc/stat; absent when it is none.</summary>
    internal static (long Busy, long Total)? ReadStat(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not ["cpu", _, _, _, _, ..])
        {
            return null;
        }

        // user nice system idle iowait irq softirq steal; guest times are in user and nice already.
        var times = new long[Math.Min(8, fields.Length - 1)];
        for (var index = 0; index < times.Length; index++)
        {
            if (!long.TryParse(fields[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out times[index]))
            {
                return null;
            }
        }

        var total = times.Sum();
        return (total - times[3] - (times.Length > 4 ? times[4] : 0), total);
    }

    /// <summary>Memory in use in percent, from /proc/meminfo; absent when it does not tell.</summary>
    internal static double? ReadMemory(IEnumerable<string> lines)
    {
        double? total = null;
        double? available = null;
        foreach (var line in lines)
        {
            total ??= Kilobytes(line, "MemTotal:");
            available ??= Kilobytes(line, "MemAvailable:");
        }

        return total > 0 && available is not null ? Percent(total.Value - available.Value, total.Value) : null;
    }

    private static double? Kilobytes(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal)
        && long.TryParse(line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static double Percent(double part, double whole) => Math.Round(Math.Clamp(100 * part / whole, 0, 100), 1);

    private double? PcCpu()
    {
        var now = OperatingSystem.IsWindows() ? WindowsTimes() : OperatingSystem.IsLinux() ? LinuxTimes() : null;
        var before = _pc;
        _pc = now;
        return now is { } after && before is { } old && after.Total > old.Total
            ? Percent(after.Busy - old.Busy, after.Total - old.Total)
            : null;
    }

    private double? OwnCpu()
    {
        var now = (Used: Environment.CpuUsage.TotalTime, At: time.GetTimestamp());
        var before = _own;
        _own = now;
        return before is { } old && time.GetElapsedTime(old.At, now.At) is var elapsed && elapsed > TimeSpan.Zero
            ? Math.Round(Math.Max(0, 100 * (now.Used - old.Used) / elapsed), 1)
            : null;
    }

    private static double? Memory()
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsMemory();
        }

        try
        {
            return OperatingSystem.IsLinux() ? ReadMemory(File.ReadLines("/proc/meminfo")) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private double? Disk()
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(options.Value.DataFolder));
            return drive.TotalSize > 0 ? Percent(drive.TotalSize - drive.AvailableFreeSpace, drive.TotalSize) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static (long Busy, long Total)? LinuxTimes()
    {
        try
        {
            return File.ReadLines("/proc/stat").FirstOrDefault() is { } line ? ReadStat(line) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Idle time is part of the kernel's.
    [SupportedOSPlatform("windows")]
    private static (long Busy, long Total)? WindowsTimes() =>
        GetSystemTimes(out var idle, out var kernel, out var user) ? (kernel + user - idle, kernel + user) : null;

    [SupportedOSPlatform("windows")]
    private static double? WindowsMemory()
    {
        var status = new MemoryStatus { Length = (uint)Unsafe.SizeOf<MemoryStatus>() };
        return GlobalMemoryStatusEx(ref status) ? status.Load : null;
    }

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetSystemTimes(out long idle, out long kernel, out long user);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GlobalMemoryStatusEx(ref MemoryStatus status);

    /// <summary>MEMORYSTATUSEX; <see cref="Load"/> is the memory in use in percent.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryStatus
    {
        public uint Length;
        public uint Load;
        public ulong TotalPhysical;
        public ulong AvailablePhysical;
        public ulong TotalPageFile;
        public ulong AvailablePageFile;
        public ulong TotalVirtual;
        public ulong AvailableVirtual;
        public ulong AvailableExtendedVirtual;
    }
}
