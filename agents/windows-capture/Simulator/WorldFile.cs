using System.Text.Json;

namespace WeChatPlatform.Simulator;

/// <summary>
/// The append-only file of the chats. A line is on the disk before the caller is answered; a line that a kill tore is
/// cut off at the next start, because nobody was told that it happened.
/// </summary>
internal sealed class WorldFile : IDisposable
{
    private readonly FileStream _stream;

    public WorldFile(string folder)
    {
        Directory.CreateDirectory(folder);
        _stream = new FileStream(
            Path.Combine(folder, "chats.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public IReadOnlyList<WorldEvent> ReadAll()
    {
        _stream.Position = 0;
        var bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        var events = new List<WorldEvent>();
        var start = 0;
        for (var end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            events.Add(JsonSerializer.Deserialize(bytes.AsSpan(start, end - start), WorldEventJson.Default.WorldEvent)
                ?? throw new InvalidDataException($"Line {events.Count + 1} of the simulated chats is empty."));
            start = end + 1;
        }

        _stream.SetLength(start);
        _stream.Position = start;
        return events;
    }

    public void Append(WorldEvent change)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(change, WorldEventJson.Default.WorldEvent), (byte)'\n'];
        _stream.Write(line);
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose() => _stream.Dispose();
}
