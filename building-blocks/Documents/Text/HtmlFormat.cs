using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace WeChatPlatform.Documents;

/// <summary>A page: headings, paragraphs, lists and tables. Scripts, styles and forms' choices are no text; nothing it links to is loaded.</summary>
internal static class HtmlFormat
{
    private const int MaxDepth = 400;
    private const int MaxCharacters = 10_000_000;
    private const int MaxTags = 1_000_000;

    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "template", "noscript", "svg", "head", "iframe", "object", "select", "datalist", "math",
    };

    // Beside the content of a page that says where its content is.
    private static readonly HashSet<string> Frame = new(StringComparer.OrdinalIgnoreCase) { "nav", "footer", "aside" };

    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s",
        "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "button", "nobr", "o:p",
    };

    public static void Read(string text, BlockCollector blocks, int? page = null)
    {
        // A tree takes many times the memory of its text.
        if (text.Length > MaxCharacters || text.AsSpan().Count('<') > MaxTags)
        {
            throw Unreadable.BecauseMemory();
        }

        using var document = new HtmlParser().ParseDocument(text);
        blocks.Title ??= document.Title;
        if (document.Body is { } body)
        {
            var walk = new Walk(blocks, page, body.QuerySelector("main, article") is not null);
            walk.Children(body, 0);
            walk.Flush();
        }
    }

    private sealed class Walk(BlockCollector blocks, int? page, bool leaveFrame)
    {
        private readonly StringBuilder _passage = new();

        public void Flush()
        {
            blocks.Paragraph(_passage.ToString(), page);
            _passage.Clear();
        }

        public void Children(INode parent, int depth)
        {
            foreach (var node in parent.ChildNodes)
            {
                if (node is IText text)
                {
                    AppendText(text.Data, _passage);
                }
                else if (node is IElement element && !Unseen.Contains(element.LocalName) && !(leaveFrame && Frame.Contains(element.LocalName)))
                {
                    Element(element, depth + 1);
                }
            }
        }

        private void Element(IElement element, int depth)
        {
            var name = element.LocalName;
            if (depth > MaxDepth)
            {
                AppendText(element.TextContent, _passage);
            }
            else if (name == "br")
            {
                _passage.Append('\n');
            }
            else if (name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6')
            {
                Flush();
                blocks.Heading(TextOf(element), name[1] - '0', page);
            }
            else if (name is "ul" or "ol")
            {
                Flush();
                blocks.List(Items(element, "", depth), page);
            }
            else if (name == "table" && !HasInnerTable(element))
            {
                Flush();
                Table(element);
            }
            else if (Inline.Contains(name))
            {
                Children(element, depth);
            }
            else
            {
                Flush();
                Children(element, depth);
                Flush();
            }
        }

        private static IEnumerable<string> Items(IElement list, string indent, int depth)
        {
            var number = 0;
            foreach (var child in list.Children)
            {
                if (child.LocalName is "ul" or "ol" && depth < MaxDepth)
                {
                    foreach (var nested in Items(child, indent + "  ", depth + 1))
                    {
                        yield return nested;
                    }

                    continue;
                }

                number++;
                var mark = list.LocalName == "ol" ? $"{number}. " : "- ";
                yield return indent + mark + TextOf(child, withoutLists: depth < MaxDepth);
                foreach (var inner in depth < MaxDepth ? InnerLists(child) : [])
                {
                    foreach (var nested in Items(inner, indent + "  ", depth + 1))
                    {
                        yield return nested;
                    }
                }
            }
        }

        private static IEnumerable<IElement> InnerLists(IElement item) =>
            item.QuerySelectorAll("ul, ol").Where(inner => inner.ParentElement?.Closest("ul, ol") == item.ParentElement);

        private void Table(IElement table)
        {
            var rows = table.QuerySelectorAll("tr")
                .Select(row => row.Children.Where(cell => cell.LocalName is "td" or "th").ToList())
                .Where(row => row.Count > 0)
                .ToList();
            var headed = rows.Count > 1 && rows[0].TrueForAll(cell => cell.LocalName == "th") ? true : (bool?)null;
            TableShape.Add([.. rows.Select(row => (IReadOnlyList<string>)[.. row.SelectMany(Spanned)])], headed, blocks, page);
        }

        private static IEnumerable<string> Spanned(IElement cell)
        {
            yield return TextOf(cell);
            var span = int.TryParse(cell.GetAttribute("colspan"), out var columns) ? Math.Clamp(columns, 1, 100) : 1;
            for (var i = 1; i < span; i++)
            {
                yield return "";
            }
        }

        private static bool HasInnerTable(IElement table) => table.QuerySelector("table") is not null;

        private static string TextOf(INode parent, bool withoutLists = false)
        {
            var text = new StringBuilder();
            var open = new Stack<INode>(parent.ChildNodes.Reverse());
            while (open.TryPop(out var node))
            {
                if (node is IText words)
                {
                    AppendText(words.Data, text);
                }
                else if (node is IElement element && !Unseen.Contains(element.LocalName) && !(withoutLists && element.LocalName is "ul" or "ol"))
                {
                    if (!Inline.Contains(element.LocalName))
                    {
                        text.Append('\n');
                    }

                    foreach (var child in element.ChildNodes.Reverse())
                    {
                        open.Push(child);
                    }
                }
            }

            return text.ToString();
        }

        // Line breaks of the source are blanks; only elements break lines.
        private static void AppendText(string data, StringBuilder text)
        {
            foreach (var character in data)
            {
                text.Append(character is '\n' or '\r' or '\t' ? ' ' : character);
            }
        }
    }
}
