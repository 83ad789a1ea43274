using System.IO.Compression;
using System.Text;
using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>The parts of a zip archive, unfolded within limits. No part is ever written to a disk, so its name can do no harm.</summary>
internal sealed class OfficeArchive : IDisposable
{
    // Small parts may well be one word a thousand times.
    private const long FreeBytes = 8 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false, IgnoreComments = true, IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    private readonly ZipArchive _archive;
    private readonly ReadingJob _job;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private long _unpacked;

    private OfficeArchive(ZipArchive archive, ReadingJob job)
    {
        (_archive, _job) = (archive, job);
        foreach (var entry in archive.Entries)
        {
            // The first of a name counts, as in what people open it with.
            _entries.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }
    }

    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Whether a part is encrypted as zip programs do.</summary>
    public bool IsEncrypted => _archive.Entries.Any(entry => entry.IsEncrypted);

    public static OfficeArchive Open(ReadingJob job)
    {
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(new MemoryStream(job.Content, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > job.Limits.MaxArchiveEntries)
            {
                throw Unreadable.BecauseBomb();
            }
        }
        catch (InvalidDataException failure)
        {
            throw Unreadable.BecauseBroken(failure);
        }

        return new OfficeArchive(archive, job);
    }

    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>The beginning of a part; absent when it is not there.</summary>
    public string? ReadText(string name, int most)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            return null;
        }

        using var stream = Unfold(entry);
        var bytes = new byte[most];
        return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, most, throwOnEndOfStream: false));
    }

    /// <summary>A part as XML without a document type; absent when it is not there.</summary>
    public XmlReader? ReadXml(string name) =>
        _entries.TryGetValue(name.Replace('\\', '/').TrimStart('/'), out var entry) ? XmlReader.Create(Unfold(entry), Settings) : null;

    /// <summary>What a part refers to, by the ids that it uses.</summary>
    public Dictionary<string, (string Type, string Target)> Relations(string part)
    {
        var relations = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        var slash = part.LastIndexOf('/') + 1;
        using var reader = ReadXml($"{part[..slash]}_rels/{part[slash..]}.rels");
        while (reader?.Read() == true)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" }
                && reader.GetAttribute("Id") is { } id && reader.GetAttribute("Target") is { } target && reader.GetAttribute("TargetMode") != "External")
            {
                relations[id] = (reader.GetAttribute("Type")?.Split('/')[^1] ?? "", Resolve(part[..slash], target));
            }
        }

        return relations;
    }

    public void Dispose() => _archive.Dispose();

    private static string Resolve(string folder, string target)
    {
        var parts = new List<string>();
        foreach (var piece in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (piece == "..")
            {
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            }
            else if (piece != ".")
            {
                parts.Add(piece);
            }
        }

        return string.Join('/', parts);
    }

    private CountedStream Unfold(ZipArchiveEntry entry)
    {
        var packed = Math.Max(1, entry.CompressedLength);
        var own = 0L;
        return new CountedStream(entry.Open(), count =>
        {
            _job.Ct.ThrowIfCancellationRequested();
            own += count;
            _unpacked += count;
            if (_unpacked > _job.Limits.MaxUnpackedBytes || (own > FreeBytes && own / packed > _job.Limits.MaxUnpackedRatio))
            {
                throw Unreadable.BecauseBomb();
            }
        });
    }

    private sealed class CountedStream(Stream inner, Action<int> counted) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            counted(count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
