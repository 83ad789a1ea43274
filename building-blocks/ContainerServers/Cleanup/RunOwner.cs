using System.Globalization;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers.Cleanup;

/// <summary>
/// The process that a run of containers is for, known beyond its id: ids come again after a restart of the machine, are
/// counted anew in each PID namespace, and are reused. Linux: it reads /proc.
/// </summary>
internal sealed record RunOwner(string Boot, string PidNamespace, int ProcessId, string StartTicks)
{
    /// <summary>Where /proc/PID/stat says when the process started, counted from what follows the name.</summary>
    private const int StartTicksAfterName = 19;

    /// <exception cref="LocalServerException">This is not Linux.</exception>
    public static RunOwner Current() => OperatingSystem.IsLinux()
        ? Of(Environment.ProcessId)
        : throw new LocalServerException(
            "用容器作测试服务器只支持 Linux。请用 TEST_POSTGRES 等变量指定服务器，见 docs/testing.md。",
            "Containers as test servers work on Linux only. Name servers by TEST_POSTGRES and its like, see docs/testing.md.");

    public static RunOwner Of(int processId) => new(BootId(), PidNamespaceId(), processId, StartOf(processId));

    /// <summary>Null when the text is not of this form.</summary>
    public static RunOwner? Parse(string text) =>
        text.Split('/') is [var boot, var pidNamespace, var id, var ticks]
        && int.TryParse(id, CultureInfo.InvariantCulture, out var processId)
            ? new RunOwner(boot, pidNamespace, processId, ticks)
            : null;

    /// <summary>
    /// True only when it is sure: a process in another PID namespace (a test run inside a container, say) cannot be seen from
    /// here, so it counts as there.
    /// </summary>
    public bool IsGone =>
        Boot != BootId()
        || (PidNamespace == PidNamespaceId() && (!UnixProcess.IsRunning(ProcessId) || StartOf(ProcessId) != StartTicks));

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Boot}/{PidNamespace}/{ProcessId}/{StartTicks}");

    private static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    // The link's target reads pid:[4026531836].
    private static string PidNamespaceId() =>
        new FileInfo("/proc/self/ns/pid").LinkTarget?.Split('[', ']') is [_, var number, ..] ? number : "";

    private static string StartOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartTicksAfterName];
        }
        catch (IOException)
        {
            return "";
        }
    }
}
