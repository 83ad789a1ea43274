namespace WeChatPlatform.Search;

/// <summary>One side of a search under way: what it found, or why it did not.</summary>
internal sealed class SearchSide
{
    private readonly TimeProvider time;
    private volatile Outcome? outcome;

    private SearchSide(string name, TimeProvider time)
    {
        Name = name;
        this.time = time;
    }

    public string Name { get; }

    /// <summary>Ends when the side has an outcome; never fails.</summary>
    public required Task Running { get; init; }

    /// <summary>Absent while the side is under way.</summary>
    public Outcome? Ended => outcome;

    /// <summary>It answered.</summary>
    public bool HasHits => outcome is { Failure: null };

    public static SearchSide Start(string name, TimeProvider time, Func<Task<IReadOnlyList<SearchHit>>> search)
    {
        var box = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var side = new SearchSide(name, time) { Running = box.Task };
        _ = side.RunAsync(search, box);
        return side;
    }

    // Whatever goes wrong on a side, the other one may still answer: it becomes the outcome, and the result tells it.
    private async Task RunAsync(Func<Task<IReadOnlyList<SearchHit>>> search, TaskCompletionSource ended)
    {
        var started = time.GetTimestamp();
        try
        {
            var hits = await search();
            outcome = new Outcome(hits, time.GetElapsedTime(started).TotalMilliseconds, null);
        }
        catch (Exception failure)
        {
            outcome = new Outcome([], time.GetElapsedTime(started).TotalMilliseconds, failure);
        }

        ended.SetResult();
    }

    internal sealed record Outcome(IReadOnlyList<SearchHit> Hits, double Milliseconds, Exception? Failure);
}
