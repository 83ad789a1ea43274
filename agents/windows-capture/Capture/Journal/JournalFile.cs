using System.Security.Cryptography;
using System.Text.Json;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// The journal on the disk: one whole state, and behind it the changes since. A change costs what it is and not what all is;
/// when the changes outweigh the state, the file is written anew. The state too is written in pieces, its chats as changes, so that
/// no more than a few of them are in memory a second time. Not safe for concurrent use.
/// </summary>
internal sealed class JournalFile(string path, JournalCipher cipher) : IDisposable
{
    // A file that is smaller is not worth the changes of its own.
    private const long LeastChanges = 64 * 1024;

    private const int ChatsAPiece = 8;

    private readonly JournalFrames _frames = new(cipher);
    private readonly MemoryStream _frame = new();
    private byte[] _tag = [];
    private long _whole;

    // As this process left the file; -1 when nothing may be added to it.
    private long _length = -1;

    /// <summary>The state as it was last written.</summary>
    /// <returns>Absent: there is no file.</returns>
    /// <exception cref="CryptographicException">It cannot be used: changed, or of another key.</exception>
    /// <exception cref="JsonException">It cannot be used: not a journal of this agent or an older one.</exception>
    public JournalState? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = File.ReadAllBytes(path);
        if (!JournalFrames.Has(file))
        {
            // Of an agent that wrote it whole each time: the next write makes frames of it.
            return State(cipher.Open(file));
        }

        var (first, tag, size) = _frames.Open(file, JournalFrames.NoTag);
        var state = State(first);
        var (pieces, whole) = (state.Pieces, size);
        state = state with { Pieces = 0 };
        for (; size < file.Length; pieces--)
        {
            if (pieces <= 0 && JournalFrames.IsTorn(file, size))
            {
                // The write did not come to its end, so nobody acted on it. The next one takes it out.
                return state;
            }

            var (plain, next, length) = _frames.Open(file.AsSpan(size), tag);
            var change = JsonSerializer.Deserialize(plain, JournalJson.Compact.JournalChange)
                ?? throw new JsonException("A change of the journal is empty.");
            state = change.ApplyTo(state);
            (tag, size) = (next, size + length);
            whole = pieces > 0 ? size : whole;
        }

        if (pieces > 0)
        {
            // It was put in its place whole, so this is no write that was cut off.
            throw new CryptographicException("The journal ends within its state.");
        }

        (_tag, _length, _whole) = (tag, size, whole);
        return state;
    }

    /// <summary>Makes a state durable.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(JournalState before, JournalState after, Action<WriteStep>? reached)
    {
        if (IsAsItWasLeft() && JournalChange.Between(before, after) is { } change)
        {
            var tag = Seal(change, _tag);
            if (_length + _frame.Length - _whole <= Math.Max(_whole, LeastChanges))
            {
                DurableFile.Append(path, _length, Frame(), reached);
                (_tag, _length) = (tag, _length + _frame.Length);
                return;
            }
        }

        _length = -1;
        DurableFile.Replace(path, stream => WriteWhole(stream, after, reached), reached);
        _length = _whole;
    }

    public void Dispose() => _frame.Dispose();

    private static JournalState State(byte[] plain)
    {
        var state = JsonSerializer.Deserialize(plain, JournalJson.Compact.JournalState) ?? throw new JsonException("The journal is empty.");
        return state.Format <= JournalState.NewestFormat
            ? state.InNewestFormat()
            : throw new JsonException($"It has format {state.Format}, of a newer agent.");
    }

    private void WriteWhole(FileStream stream, JournalState state, Action<WriteStep>? reached)
    {
        var pieces = state.Chats.Chunk(ChatsAPiece).ToList();
        var first = state with { Chats = state.Chats.Clear(), Pieces = pieces.Count };
        var tag = Seal(frame => JsonSerializer.Serialize(frame, first, JournalJson.Compact.JournalState), JournalFrames.NoTag);
        stream.Write(Frame());
        if (reached is not null)
        {
            stream.Flush();
            reached(WriteStep.HalfWritten);
        }

        foreach (var piece in pieces)
        {
            tag = Seal(JournalChange.OfChats(state, piece), tag);
            stream.Write(Frame());
        }

        (_tag, _whole) = (tag, stream.Position);
    }

    // A write that failed, or somebody else, may have left something there.
    private bool IsAsItWasLeft()
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == _length;
    }

    private byte[] Seal(JournalChange change, byte[] before) =>
        Seal(stream => JsonSerializer.Serialize(stream, change, JournalJson.Compact.JournalChange), before);

    private byte[] Seal(Action<Stream> write, byte[] before)
    {
        _frame.SetLength(JournalFrames.HeadSize);
        _frame.Position = JournalFrames.HeadSize;
        write(_frame);
        return _frames.SealInPlace(Frame(), before);
    }

    private Span<byte> Frame() => _frame.GetBuffer().AsSpan(0, (int)_frame.Length);
}
