namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>
/// The processes of the client, kept for a moment: Windows lists all processes of the PC with all their threads to find
/// them, and every act begins with a look at the client's windows. On the thread of the calls.
/// </summary>
/// <param name="list">Ids of the processes of these programs, in this session.</param>
/// <param name="time">Tells how old the list is.</param>
internal sealed class RunningPrograms(Func<IReadOnlyCollection<string>, IReadOnlySet<int>> list, TimeProvider time)
{
    // A client that starts is seen a little later.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private Listing? _last;

    /// <param name="programs">File names without folder.</param>
    /// <param name="hasWindows">
    /// Whether these processes have windows. Those that were kept and have none may have ended, and are listed again.
    /// </param>
    public IReadOnlySet<int> Of(IReadOnlyCollection<string> programs, Func<IReadOnlySet<int>, bool> hasWindows)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Kept && last.Programs.SequenceEqual(programs, StringComparer.OrdinalIgnoreCase)
            && hasWindows(last.Processes))
        {
            return last.Processes;
        }

        _last = new Listing(programs, list(programs), time.GetTimestamp());
        return _last.Processes;
    }

    private sealed record Listing(IReadOnlyCollection<string> Programs, IReadOnlySet<int> Processes, long At);
}
