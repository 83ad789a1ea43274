using System.Numerics;
using System.Runtime.InteropServices;
using WeChatPlatform.Search;

namespace WeChatPlatform.SearchBenchmark;

/// <summary>What the vector side is compared with: every vector multiplied, in floats, one after the other in memory.</summary>
internal sealed class FloatScan
{
    private readonly float[] all;
    private readonly int dimensions;

    public FloatScan(IReadOnlyList<IndexEntry> entries, int dimensions)
    {
        this.dimensions = dimensions;
        all = new float[(long)entries.Count * dimensions];
        for (var number = 0; number < entries.Count; number++)
        {
            entries[number].Vector!.CopyTo(all, number * dimensions);
        }
    }

    /// <summary>Numbers of the nearest, nearest first.</summary>
    public List<int> Search(float[] question, int limit)
    {
        var best = new PriorityQueue<int, float>(limit + 1);
        var asked = MemoryMarshal.Cast<float, Vector<float>>(question);
        for (var number = 0; number < all.Length / dimensions; number++)
        {
            var entry = MemoryMarshal.Cast<float, Vector<float>>(all.AsSpan(number * dimensions, dimensions));
            var sums = Vector<float>.Zero;
            for (var at = 0; at < entry.Length; at++)
            {
                sums += asked[at] * entry[at];
            }

            var score = Vector.Sum(sums);
            if (best.Count < limit)
            {
                best.Enqueue(number, score);
            }
            else
            {
                best.EnqueueDequeue(number, score);
            }
        }

        var nearest = new List<int>();
        while (best.TryDequeue(out var number, out _))
        {
            nearest.Insert(0, number);
        }

        return nearest;
    }
}
