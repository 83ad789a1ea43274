using System.Security.Cryptography;
using System.Text.Json;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// The journal on the disk: one whole state, and behind it the changes since. A change costs what it is and not what all is;
/// when the changes outweigh the state, the file is written anew. Not safe for concurrent use.
/// </summary>
internal sealed class JournalFile(string path, JournalCipher cipher) : IDisposable
{
    // A file that is smaller is not worth the changes of its own.
    private const long LeastChanges = 64 * 1024;

    // Larger than this the room that a write took is not kept for the next one.
    private const int KeptRoom = 64 * 1024;

    private readonly JournalFrames _frames = new(cipher);
    private readonly MemoryStream _document = new();
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
        _whole = size;
        while (size < file.Length)
        {
            if (JournalFrames.IsTorn(file, size))
            {
                // The write did not come to its end, so nobody acted on it. The next one takes it out.
                return state;
            }

            var (plain, next, length) = _frames.Open(file.AsSpan(size), tag);
            var change = JsonSerializer.Deserialize(plain, JournalJson.Default.JournalChange)
                ?? throw new JsonException("A change of the journal is empty.");
            state = change.ApplyTo(state);
            (tag, size) = (next, size + length);
        }

        (_tag, _length) = (tag, size);
        return state;
    }

    /// <summary>Makes a state durable.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(JournalState before, JournalState after, Action<WriteStep>? reached)
    {
        if (IsAsItWasLeft() && JournalChange.Between(before, after) is { } change)
        {
            var tag = Seal(stream => JsonSerializer.Serialize(stream, change, JournalJson.Default.JournalChange), _tag);
            if (_length + _document.Length - _whole <= Math.Max(_whole, LeastChanges))
            {
                DurableFile.Append(path, _length, Document(), reached);
                (_tag, _length) = (tag, _length + _document.Length);
                return;
            }
        }

        // Room for all of it at once: growing to it would leave as much again behind.
        _document.Capacity = Math.Max(_document.Capacity, (int)Math.Min(_whole + (_whole / 8), int.MaxValue));
        _tag = Seal(stream => JsonSerializer.Serialize(stream, after, JournalJson.Default.JournalState), JournalFrames.NoTag);
        _length = -1;
        DurableFile.Replace(path, Document(), reached);
        (_whole, _length) = (_document.Length, _document.Length);
        if (_document.Capacity > KeptRoom)
        {
            _document.SetLength(0);
            _document.Capacity = KeptRoom;
        }
    }

    public void Dispose() => _document.Dispose();

    private static JournalState State(byte[] plain)
    {
        var state = JsonSerializer.Deserialize(plain, JournalJson.Default.JournalState) ?? throw new JsonException("The journal is empty.");
        return state.Format <= JournalState.NewestFormat
            ? state.InNewestFormat()
            : throw new JsonException($"It has format {state.Format}, of a newer agent.");
    }

    // A write that failed, or somebody else, may have left something there.
    private bool IsAsItWasLeft()
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == _length;
    }

    private byte[] Seal(Action<Stream> write, byte[] before)
    {
        _document.SetLength(JournalFrames.HeadSize);
        _document.Position = JournalFrames.HeadSize;
        write(_document);
        return _frames.SealInPlace(Document(), before);
    }

    private Span<byte> Document() => _document.GetBuffer().AsSpan(0, (int)_document.Length);
}
