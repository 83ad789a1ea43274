using System.Buffers;
using System.Text;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// Lets an answer out sentence by sentence while it is made: each whole sentence is looked at first, and from the first one
/// that may not be read nothing more goes out.
/// </summary>
internal sealed class SentenceRelease(SentenceReader reader, Func<string, bool> mayBeRead)
{
    private static readonly SearchValues<char> Ends = SearchValues.Create("。！？!?\n");
    private readonly StringBuilder _pending = new();
    private readonly StringBuilder _said = new();

    /// <summary>Whether something has been read: from here on the answer can only end, not begin anew.</summary>
    public bool HasSaid => _said.Length > 0;

    /// <summary>Whether a sentence was held back, and with it everything after it.</summary>
    public bool Held { get; private set; }

    /// <summary>What was read, with the marks that the model wrote.</summary>
    public string Said => _said.ToString();

    /// <summary>Takes the next piece. True when something of the answer has been read.</summary>
    public async ValueTask<bool> TakeAsync(string piece, CancellationToken ct)
    {
        _pending.Append(piece);
        while (!Held && Cut(_pending.ToString()) is var end and > 0)
        {
            await SayAsync(_pending.ToString(0, end), ct);
            _pending.Remove(0, end);
        }

        return HasSaid;
    }

    /// <summary>Another try begins: what an earlier one left unsaid is not the beginning of its answer.</summary>
    public void Forget() => _pending.Clear();

    /// <summary>The answer is over: what is left is a sentence too.</summary>
    public async ValueTask EndAsync(CancellationToken ct)
    {
        if (!Held && HasSaid && _pending.ToString().Trim().Length > 0)
        {
            await SayAsync(_pending.ToString(), ct);
        }

        _pending.Clear();
    }

    private async ValueTask SayAsync(string sentence, CancellationToken ct)
    {
        if (ModelAnswer.Declines(sentence) || !mayBeRead(sentence))
        {
            Held = true;
            return;
        }

        var text = ModelAnswer.WithoutMarks(sentence);
        _said.Append(sentence);
        if (text.Length > 0)
        {
            await reader(text, ct);
        }
    }

    // A mark may follow the end of its sentence: "……。[1]". So a sentence is whole when something else has begun after it.
    private static int Cut(string text)
    {
        var end = text.AsSpan().IndexOfAny(Ends);
        if (end < 0)
        {
            return 0;
        }

        var next = end + 1;
        while (next < text.Length && (Ends.Contains(text[next]) || char.IsWhiteSpace(text[next])))
        {
            next++;
        }

        if (next < text.Length && (text[next] is '[' or '【'))
        {
            var close = text.IndexOfAny([']', '】'], next);
            return close < 0 ? 0 : close + 1;
        }

        return next < text.Length ? next : 0;
    }
}
