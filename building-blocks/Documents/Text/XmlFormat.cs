using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>XML: the text of each innermost element is a paragraph. What is no well-formed XML is read as a page, which forgives more.</summary>
internal static partial class XmlFormat
{
    // Entities are never resolved, so a text cannot unfold; a document type as such is harmless then.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false };

    public static void Read(string text, BlockCollector blocks)
    {
        if (!IsWellFormed(text))
        {
            HtmlFormat.Read(text, blocks);
            return;
        }

        using var reader = Open(text);
        var passage = new StringBuilder();
        var inTitle = false;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    passage.Append(reader.Value);
                    break;
                case XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    passage.Append(' ');
                    break;
                case XmlNodeType.Element or XmlNodeType.EndElement:
                    Flush(passage, inTitle && reader.NodeType == XmlNodeType.EndElement, blocks);
                    inTitle = reader is { NodeType: XmlNodeType.Element, IsEmptyElement: false, LocalName: "title" or "heading" };
                    break;
            }
        }

        Flush(passage, heading: false, blocks);
    }

    private static void Flush(StringBuilder passage, bool heading, BlockCollector blocks)
    {
        var text = passage.ToString();
        passage.Clear();
        if (Tag().IsMatch(text))
        {
            // Feeds carry pages as escaped text.
            HtmlFormat.Read(text, blocks);
        }
        else if (heading)
        {
            blocks.Heading(text, 2);
        }
        else
        {
            blocks.Paragraph(text);
        }
    }

    private static bool IsWellFormed(string text)
    {
        try
        {
            using var reader = Open(text);
            while (reader.Read())
            {
                // Reading is the test.
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    [GeneratedRegex("</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\\s[^<>]*)?/?>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tag();

    // The text is decoded already: what its declaration says of the encoding does not count.
    private static XmlReader Open(string text) => XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t')), Settings);
}
