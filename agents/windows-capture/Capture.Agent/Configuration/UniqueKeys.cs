using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace WeChatPlatform.Capture.Agent.Configuration;

/// <summary>
/// A parser that lets the first of two same keys of a mapping through and notes the second, so that a key that stands twice is
/// one fault among others and not the end of the reading.
/// </summary>
internal sealed class UniqueKeys(IParser parser) : IParser
{
    private readonly Stack<Collection> _open = new();
    private readonly List<Repeated> _repeated = [];

    /// <summary>A key that stands a second time.</summary>
    /// <remarks><paramref name="IsSection"/>: it has keys of its own, which nobody looked at.</remarks>
    internal readonly record struct Repeated(string Name, long Line, bool IsSection);

    public IReadOnlyList<Repeated> Found => _repeated;

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        while (parser.MoveNext())
        {
            if (Current is Scalar key && _open.TryPeek(out var mapping) && mapping is { Keys: { } keys, IsAtKey: true } && !keys.Add(key.Value))
            {
                _repeated.Add(new Repeated(key.Value, key.Start.Line, SkipValue()));
                continue;
            }

            Note(Current);
            return true;
        }

        return false;
    }

    private void Note(ParsingEvent? read)
    {
        switch (read)
        {
            case MappingStart:
                _open.Push(new Collection(new HashSet<string>(StringComparer.Ordinal)));
                break;
            case SequenceStart:
                _open.Push(new Collection(Keys: null));
                break;
            case MappingEnd or SequenceEnd:
                _open.Pop();
                NodeEnded();
                break;
            case Scalar or AnchorAlias:
                NodeEnded();
                break;
        }
    }

    private void NodeEnded()
    {
        if (_open.TryPeek(out var around))
        {
            around.IsAtKey = !around.IsAtKey;
        }
    }

    /// <returns>Whether it was a mapping.</returns>
    private bool SkipValue()
    {
        var depth = 0;
        var isMapping = false;
        do
        {
            if (!parser.MoveNext())
            {
                return isMapping;
            }

            isMapping |= depth == 0 && Current is MappingStart;
            depth += Current is MappingStart or SequenceStart ? 1 : Current is MappingEnd or SequenceEnd ? -1 : 0;
        }
        while (depth > 0);
        return isMapping;
    }

    /// <summary>A mapping with the keys that it has so far, or a sequence.</summary>
    private sealed record Collection(HashSet<string>? Keys)
    {
        public bool IsAtKey { get; set; } = true;
    }
}
