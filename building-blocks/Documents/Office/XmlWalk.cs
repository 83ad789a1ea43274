using System.Text;
using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>Reads XML forward, element by element, without a tree of it in memory.</summary>
internal static class XmlWalk
{
    private const int MaxDepth = 1000;

    /// <summary>
    /// Visits the elements directly below the one that the reader stands on, and leaves the reader at its end. A visitor may read what is in its
    /// element or leave it.
    /// </summary>
    public static void Children(this XmlReader reader, Action<string> visit)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        if (depth > MaxDepth)
        {
            throw new XmlException("The elements are nested too deeply.");
        }

        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
            {
                visit(reader.LocalName);
            }
        }
    }

    /// <summary>Visits every element of a name, wherever it is.</summary>
    public static void Each(this XmlReader reader, string name, Action visit)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == name)
            {
                visit();
            }
        }
    }

    /// <summary>All text in the element that the reader stands on; the reader is left at its end.</summary>
    public static string Text(this XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var text = new StringBuilder();
        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
            {
                text.Append(reader.Value);
            }
        }

        return text.ToString();
    }

    /// <summary>An attribute by its name without a prefix; absent when it is not there.</summary>
    public static string? Attribute(this XmlReader reader, string name)
    {
        string? value = null;
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                if (reader.LocalName == name)
                {
                    value = reader.Value;
                    break;
                }
            }
            while (reader.MoveToNextAttribute());
            reader.MoveToElement();
        }

        return value;
    }

    public static int? Number(this XmlReader reader, string attribute) =>
        int.TryParse(reader.Attribute(attribute), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
