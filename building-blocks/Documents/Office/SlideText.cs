using System.Text;
using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>Text of drawings (DrawingML), which slides and sheets share.</summary>
internal static class SlideText
{
    /// <summary>The paragraphs of the body of text that the reader stands on.</summary>
    public static List<string> Paragraphs(XmlReader reader)
    {
        var paragraphs = new List<string>();
        reader.Children(name =>
        {
            if (name == "p")
            {
                paragraphs.Add(Words.Lines(Paragraph(reader)));
            }
        });
        return [.. paragraphs.Where(paragraph => paragraph.Length > 0)];
    }

    private static string Paragraph(XmlReader reader)
    {
        var text = new StringBuilder();
        Append(reader);
        return text.ToString();

        void Append(XmlReader from) => from.Children(name =>
        {
            switch (name)
            {
                case "t": text.Append(from.Text()); break;
                case "br": text.Append('\n'); break;
                case "tab": text.Append(' '); break;
                case "Fallback" or "pPr" or "rPr" or "endParaRPr": break;
                default: Append(from); break;
            }
        });
    }
}
