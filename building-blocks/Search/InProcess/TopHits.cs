namespace WeChatPlatform.Search;

/// <summary>The best few of many scores. Of equal scores the earlier number wins, so that a search repeats itself.</summary>
/// <param name="limit">1 or more.</param>
/// <param name="floor">What is not above this is no hit.</param>
internal sealed class TopHits(int limit, float floor)
{
    private readonly float floor = floor;
    private readonly PriorityQueue<(int Number, float Score), (float Score, int Earlier)> kept = new(limit + 1);

    /// <summary>Only what is above this can still become one of the best.</summary>
    public float Threshold { get; private set; } = floor;

    public void Add(int number, float score)
    {
        var hit = ((number, score), (score, -number));
        if (kept.Count < limit)
        {
            kept.Enqueue(hit.Item1, hit.Item2);
        }
        else
        {
            kept.EnqueueDequeue(hit.Item1, hit.Item2);
        }

        Threshold = kept.Count < limit ? floor : kept.Peek().Score;
    }

    /// <summary>Best first; afterwards there are none.</summary>
    public IEnumerable<(int Number, float Score)> Ordered()
    {
        var ordered = new (int Number, float Score)[kept.Count];
        for (var at = ordered.Length - 1; at >= 0; at--)
        {
            ordered[at] = kept.Dequeue();
        }

        return ordered;
    }
}
