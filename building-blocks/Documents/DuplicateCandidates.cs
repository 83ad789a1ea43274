namespace WeChatPlatform.Documents;

/// <summary>Finds which of some texts may be near to a given one, without comparing each with each. Built once for the texts; safe for reading side by side.</summary>
public sealed class DuplicateCandidates
{
    // A band in which very many agree is one of empty phrases; comparing all of them would take for ever.
    private const int MostInBand = 200;

    private readonly Dictionary<(int Band, uint Hash), List<int>> _bands = [];

    public DuplicateCandidates(IReadOnlyList<TextSketch> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (var (at, text) in texts.Index())
        {
            foreach (var (band, hash) in text.InBands().Index())
            {
                if (!_bands.TryGetValue((band, hash), out var list))
                {
                    _bands[(band, hash)] = list = [];
                }

                if (list.Count < MostInBand)
                {
                    list.Add(at);
                }
            }
        }
    }

    /// <summary>The places of those that may be near: almost all that are as near as 0.8, and some that are not.</summary>
    /// <param name="sketch">The bands of the other text: <see cref="TextSketch.InBands"/>.</param>
    public IReadOnlySet<int> Find(IReadOnlyList<uint> sketch)
    {
        ArgumentNullException.ThrowIfNull(sketch);
        var found = new HashSet<int>();
        for (var band = 0; band < sketch.Count; band++)
        {
            if (_bands.TryGetValue((band, sketch[band]), out var list))
            {
                found.UnionWith(list);
            }
        }

        return found;
    }
}
