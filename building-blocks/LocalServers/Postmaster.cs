using System.Globalization;

namespace WeChatPlatform.LocalServers;

/// <summary>PostgreSQL's main process, as its own postmaster.pid describes it.</summary>
/// <remarks><paramref name="Text"/> is the whole file: it holds the start time, so it differs from start to start.</remarks>
internal sealed record Postmaster(int ProcessId, int Port, string Text)
{
    private const string FileName = "postmaster.pid";
    private const int PortLine = 3;

    /// <summary>Null when the cluster was stopped properly, or its file is not complete.</summary>
    public static Postmaster? Read(string cluster)
    {
        var text = ReadText(Path.Combine(cluster, FileName));
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return lines.Length > PortLine
            && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId)
            && int.TryParse(lines[PortLine], CultureInfo.InvariantCulture, out var port)
            ? new Postmaster(processId, port, text)
            : null;
    }

    /// <summary>
    /// Whether the process with this id is the one that wrote the file, not one that got the same id after a crash: it
    /// must see this very file in its working folder, which for PostgreSQL is the cluster.
    /// </summary>
    public bool IsRunning =>
        UnixProcess.IsRunning(ProcessId)
        && UnixProcess.Name(ProcessId).StartsWith("post", StringComparison.Ordinal)
        && FirstLines(ReadText($"/proc/{ProcessId}/cwd/{FileName}")) == FirstLines(Text);

    /// <summary>
    /// PostgreSQL refuses to start while the id in its file is taken, even by a stranger of the same user. The file of
    /// an id that is free stays: PostgreSQL finds leftover backends by it.
    /// </summary>
    public void ForgetWhenStale(string cluster)
    {
        if (!IsRunning && UnixProcess.IsRunning(ProcessId))
        {
            File.Delete(Path.Combine(cluster, FileName));
        }
    }

    // The last line is the status, which changes while the process starts and stops.
    private static string FirstLines(string text) => string.Join('\n', text.Split('\n').Take(PortLine + 1));

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
