using System.Globalization;
using System.Text;

namespace WeChatPlatform.Documents.Tests;

/// <summary>Small PDFs, written by hand: text by its Unicode values, or an image of grey dots.</summary>
internal static class PdfFiles
{
    internal sealed record Line(double Left, double Top, string Text, double Size = 10);

    public static byte[] Of(params Line[][] pages) => Write(
        [.. pages.Select(lines => Stream(string.Concat(lines.Select(line => string.Create(
            CultureInfo.InvariantCulture, $"BT /F1 {line.Size} Tf {line.Left} {800 - line.Top} Td <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(line.Text))}> Tj ET\n")))))],
        Font, "Font<</F1 3 0 R>>");

    /// <summary>Letters that a reader sees, for programs that recognise them.</summary>
    public static byte[] OfLetters(string text) => Write(
        [Stream($"BT /F1 40 Tf 60 600 Td ({text}) Tj ET")], _ => ["<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"], "Font<</F1 3 0 R>>");

    /// <param name="grey">A picture as pdftoppm -gray writes it (PGM).</param>
    public static byte[] OfScan(byte[] grey)
    {
        var head = Encoding.ASCII.GetString(grey, 0, 40).Split('\n');
        var size = head[1].Split(' ');
        var start = head[0].Length + head[1].Length + head[2].Length + 3;
        return Write(
            [Stream("q 595 0 0 842 0 0 cm /I1 Do Q")],
            _ => [$"<</Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}/ColorSpace/DeviceGray/BitsPerComponent 8/Length {grey.Length - start}>>\nstream\n{Encoding.Latin1.GetString(grey, start, grey.Length - start)}\nendstream"],
            "XObject<</I1 3 0 R>>");
    }

    private static string[] Font(int first)
    {
        const string Map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end";
        return
        [
            $"<</Type/Font/Subtype/Type0/BaseFont/U/Encoding/Identity-H/DescendantFonts[{first + 1} 0 R]/ToUnicode {first + 2} 0 R>>",
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/U/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>",
            Stream(Map),
        ];
    }

    private static string Stream(string content) => $"<</Length {content.Length}>>\nstream\n{content}\nendstream";

    /// <summary>1 is the catalogue, 2 the pages; then what all share, from 3; then a page and its content each.</summary>
    private static byte[] Write(string[] contents, Func<int, string[]> shared, string resources)
    {
        var common = shared(3);
        var first = 3 + common.Length;
        List<string> objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            $"<</Type/Pages/Count {contents.Length}/Kids[{string.Join(' ', contents.Select((_, at) => $"{first + (at * 2)} 0 R"))}]>>",
            .. common,
        ];
        foreach (var content in contents)
        {
            objects.Add($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</{resources}>>/Contents {objects.Count + 2} 0 R>>");
            objects.Add(content);
        }

        var file = new StringBuilder("%PDF-1.5\n");
        var places = new List<int>();
        foreach (var (number, one) in objects.Index())
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{number + 1} 0 obj\n{one}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        places.ForEach(place => file.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer<</Size {objects.Count + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
