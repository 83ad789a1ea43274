using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>What an Office file says about itself: its title among it.</summary>
internal static class OfficeProperties
{
    private static readonly string[] Parts = ["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml"];

    public static void Read(OfficeArchive archive, BlockCollector blocks)
    {
        foreach (var part in Parts)
        {
            try
            {
                using var reader = archive.ReadXml(part);
                Read(reader, blocks);
            }
            catch (XmlException)
            {
                // What a file says about itself is worth nothing beside its text.
            }
        }
    }

    /// <summary>All the text of a part as one property: the header of a page, a remark at its side.</summary>
    public static void ReadPart(OfficeArchive archive, string part, string name, BlockCollector blocks)
    {
        try
        {
            using var reader = archive.ReadXml(part);
            if (reader?.MoveToContent() == XmlNodeType.Element)
            {
                blocks.Property(name, reader.Text());
            }
        }
        catch (XmlException)
        {
            // As above.
        }
    }

    private static void Read(XmlReader? reader, BlockCollector blocks)
    {
        var name = "";
        while (reader?.Read() == true)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                name = reader.LocalName;
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                blocks.Property(name, reader.Value);
                blocks.Title ??= name == "title" ? reader.Value : null;
            }
        }
    }
}
