using System.Globalization;
using System.Text;
using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>The words of each page with their places, as pdftotext -bbox-layout writes them.</summary>
internal static class PdfPages
{
    // Wider than the blank between two words, in heights of the line.
    private const double CellGap = 1.1;
    private const double WordGap = 0.15;

    // No line that people read is longer; one that a file makes up is parted here, so that putting it together takes no longer than reading it.
    private const int LongestPiece = 2000;

    // Its output names a document type that nothing is loaded for; characters that XML forbids come from the PDF.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false };

    private sealed record Word(string Text, double Left, double Top, double Right, double Bottom);

    public static (string? Title, List<PdfPage> Pages) Read(byte[] output, CancellationToken ct)
    {
        // Some fonts map to characters that XML forbids, and poppler writes them.
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = output[i] is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r') ? (byte)' ' : output[i];
        }

        using var reader = XmlReader.Create(new StreamReader(new MemoryStream(output), Encoding.UTF8), Settings);
        string? title = null;
        var pages = new List<PdfPage>();
        try
        {
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "title" })
                {
                    title = reader.Text();
                }
                else if (reader is { NodeType: XmlNodeType.Element, LocalName: "page" })
                {
                    ct.ThrowIfCancellationRequested();
                    pages.Add(Page(reader, pages.Count + 1));
                }
            }
        }
        catch (XmlException) when (pages.Count > 0)
        {
            // A page that cannot be told in XML ends the rest; the caller sees fewer pages.
        }

        return (title, pages);
    }

    private static PdfPage Page(XmlReader reader, int number)
    {
        var height = Measure(reader, "height");
        var lines = new List<PdfLine>();
        var flow = 0;
        reader.Children(name =>
        {
            if (name != "flow")
            {
                return;
            }

            var words = new List<List<Word>>();
            reader.Children(block => reader.Children(line =>
            {
                var row = new List<Word>();
                reader.Children(_ => row.Add(ReadWord(reader)));
                row.RemoveAll(word => word.Text.Length == 0);
                if (row.Count > 0)
                {
                    words.Add(row);
                }
            }));
            if (words.Count > 0)
            {
                var (left, right) = (words.Min(row => row[0].Left), words.Max(row => row[^1].Right));
                lines.AddRange(words.Select(row => new PdfLine(Pieces(row), flow, left, right)));
                flow++;
            }
        });
        return new PdfPage(number, height, lines);
    }

    private static Word ReadWord(XmlReader reader)
    {
        var (left, top, right, bottom) = (Measure(reader, "xMin"), Measure(reader, "yMin"), Measure(reader, "xMax"), Measure(reader, "yMax"));
        return new Word(Words.OneLine(reader.Text()), left, top, right, bottom);
    }

    private static double Measure(XmlReader reader, string name) =>
        double.TryParse(reader.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : 0;

    private static List<PdfPiece> Pieces(List<Word> words)
    {
        var pieces = new List<PdfPiece>();
        foreach (var word in words)
        {
            var last = pieces.Count > 0 ? pieces[^1] : null;
            var gap = last is null ? 0 : word.Left - last.Right;
            var height = word.Bottom - word.Top;
            if (last is null || gap > CellGap * height || last.Text.Length > LongestPiece)
            {
                pieces.Add(new PdfPiece(word.Text, word.Left, word.Top, word.Right, word.Bottom));
                continue;
            }

            var blank = gap > WordGap * height && !(Words.IsCjk(last.Text[^1]) && Words.IsCjk(word.Text[0])) ? " " : "";
            pieces[^1] = new PdfPiece(last.Text + blank + word.Text, last.Left, Math.Min(last.Top, word.Top), word.Right, Math.Max(last.Bottom, word.Bottom));
        }

        return pieces;
    }
}
