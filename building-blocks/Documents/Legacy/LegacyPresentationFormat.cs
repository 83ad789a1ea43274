using System.Buffers.Binary;
using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>PowerPoint 97 to 2003 (.ppt, [MS-PPT]): the slides of the last save in their order, with titles and texts.</summary>
internal static class LegacyPresentationFormat
{
    private const uint EncryptedUser = 0xF3D1C4DF;
    private const int SlideList = 4080;
    private const int SlidePlace = 1011;
    private const int TextHeader = 3999;
    private const int WideText = 4000;
    private const int NarrowText = 4008;
    private const int UserEdit = 4085;
    private const int Slide = 1006;
    private const int Document = 1000;
    private const int MaxDepth = 50;
    private const int MaxEdits = 1000;
    private const int MaxPlaces = 1_000_000;

    private readonly record struct Record(int Instance, bool IsContainer, int Type, int Start, int Length);

    public static void Read(ReadingJob job)
    {
        var file = CompoundFile.Open(job.Content, job.Ct);
        var stream = file.Read("PowerPoint Document");
        var user = file.Read("Current User");
        if (user.Length >= 16 && UInt32(user, 12) == EncryptedUser)
        {
            throw Unreadable.BecausePassword();
        }

        var (places, document) = user.Length >= 20 ? Places(stream, UInt32(user, 16)) : ([], 0);
        var root = places.TryGetValue(document, out var at) && RecordAt(stream, at) is { Type: Document } found
            ? found
            : Records(stream, 0, stream.Length).FirstOrDefault(record => record.Type == Document);
        if (root.Length == 0)
        {
            throw Unreadable.BecauseBroken();
        }

        var page = 0;
        foreach (var list in Records(stream, root.Start, root.Length).Where(record => record is { Type: SlideList, Instance: 0 }))
        {
            page = ReadList(stream, list, places, job, page);
        }
    }

    /// <summary>The texts of a slide stand in the list where they are an outline's, else in the slide itself.</summary>
    private static int ReadList(byte[] stream, Record list, Dictionary<uint, uint> places, ReadingJob job, int page)
    {
        var kind = -1;
        uint? slide = null;
        foreach (var record in Records(stream, list.Start, list.Length))
        {
            job.Ct.ThrowIfCancellationRequested();
            switch (record.Type)
            {
                case SlidePlace when record.Length >= 4:
                    ReadSlide(stream, slide, places, job, page);
                    slide = UInt32(stream, record.Start);
                    page++;
                    break;
                case TextHeader when record.Length >= 4:
                    kind = (int)UInt32(stream, record.Start);
                    break;
                case WideText or NarrowText:
                    Add(Text(stream, record), kind, job.Blocks, page);
                    break;
            }
        }

        ReadSlide(stream, slide, places, job, page);
        return page;
    }

    private static void ReadSlide(byte[] stream, uint? slide, Dictionary<uint, uint> places, ReadingJob job, int page)
    {
        if (slide is { } id && places.TryGetValue(id, out var at) && RecordAt(stream, at) is { Type: Slide } record)
        {
            var kind = -1;
            Walk(stream, record, 0, inner =>
            {
                if (inner.Type == TextHeader && inner.Length >= 4)
                {
                    kind = (int)UInt32(stream, inner.Start);
                }
                else if (inner.Type is WideText or NarrowText)
                {
                    job.Ct.ThrowIfCancellationRequested();
                    Add(Text(stream, inner), kind, job.Blocks, page);
                }
            });
        }
    }

    private static void Add(string text, int kind, BlockCollector blocks, int page)
    {
        if (kind is 0 or 6)
        {
            blocks.Heading(text, 1, page);
        }
        else if (text.Split('\n') is { Length: > 2 } lines && lines.All(line => line.Length <= 80))
        {
            blocks.List(lines, page);
        }
        else
        {
            blocks.Paragraph(text, page);
        }
    }

    private static string Text(byte[] stream, Record record)
    {
        var bytes = stream.AsSpan(record.Start, record.Length);
        var text = record.Type == WideText ? Encoding.Unicode.GetString(bytes[..(bytes.Length & ~1)]) : Encoding.Latin1.GetString(bytes);
        return text.Replace('\r', '\n').Replace('\v', '\n');
    }

    /// <summary>Where each object stands, by the last save that wrote it.</summary>
    private static (Dictionary<uint, uint> Places, uint Document) Places(byte[] stream, uint edit)
    {
        var places = new Dictionary<uint, uint>();
        var document = 0u;
        for (var guard = 0; guard < MaxEdits && RecordAt(stream, edit) is { Type: UserEdit, Length: >= 20 } record; guard++)
        {
            document = guard == 0 ? UInt32(stream, record.Start + 16) : document;
            if (RecordAt(stream, UInt32(stream, record.Start + 12)) is { Length: > 0 } directory)
            {
                ReadDirectory(stream, directory, places);
            }

            edit = UInt32(stream, record.Start + 8);
            if (edit == 0)
            {
                break;
            }
        }

        return (places, document);
    }

    private static void ReadDirectory(byte[] stream, Record directory, Dictionary<uint, uint> places)
    {
        var end = directory.Start + directory.Length;
        for (var at = directory.Start; at + 4 <= end;)
        {
            var head = UInt32(stream, at);
            at += 4;
            for (var i = 0u; i < head >> 20 && at + 4 <= end && places.Count < MaxPlaces; i++, at += 4)
            {
                places.TryAdd((head & 0xFFFFF) + i, UInt32(stream, at));
            }
        }
    }

    private static void Walk(byte[] stream, Record record, int depth, Action<Record> visit)
    {
        visit(record);
        if (record.IsContainer && depth < MaxDepth)
        {
            foreach (var inner in Records(stream, record.Start, record.Length))
            {
                Walk(stream, inner, depth + 1, visit);
            }
        }
    }

    private static IEnumerable<Record> Records(byte[] stream, int start, int length)
    {
        var end = Math.Min((long)start + length, stream.Length);
        long at = start;
        while (at + 8 <= end && RecordAt(stream, (uint)at) is { } record)
        {
            var inside = (int)Math.Min(record.Length, end - record.Start);
            yield return record with { Length = inside };
            at = (long)record.Start + inside;
        }
    }

    private static Record? RecordAt(byte[] stream, uint at)
    {
        if ((long)at + 8 > stream.Length)
        {
            return null;
        }

        var head = BinaryPrimitives.ReadUInt16LittleEndian(stream.AsSpan((int)at));
        var length = Math.Min(UInt32(stream, (int)at + 4), stream.Length - at - 8);
        return new Record(head >> 4, (head & 0xF) == 0xF, BinaryPrimitives.ReadUInt16LittleEndian(stream.AsSpan((int)at + 2)), (int)at + 8, (int)length);
    }

    private static uint UInt32(byte[] stream, int at) => BinaryPrimitives.ReadUInt32LittleEndian(stream.AsSpan(at));
}
