namespace WeChatPlatform.Documents;

/// <summary>
/// Cuts a document into chunks by its structure: under its headings, lists and tables whole where they fit, long tables by rows each with its
/// header, long text at the ends of sentences with some of what came before. A question is one chunk whatever its length.
/// </summary>
public static class Chunker
{
    public static IReadOnlyList<Chunk> Cut(ExtractedDocument document, ChunkingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(settings);
        var run = new Cutting(document.Title, settings);
        foreach (var block in document.Blocks)
        {
            run.Add(block);
        }

        return run.Finish();
    }

    private sealed class Cutting(string? title, ChunkingSettings settings)
    {
        private readonly int _size = Math.Max(50, settings.Size);
        private readonly int _overlap = Math.Clamp(settings.Overlap, 0, Math.Max(50, settings.Size) / 2);
        private readonly List<Chunk> _chunks = [];
        private readonly List<(int Level, string Text)> _headings = [];
        private readonly List<(string Text, int? Page)> _gathered = [];
        private bool _said = true;

        public void Add(Block block)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Flush();
                    Head(heading);
                    break;
                case QuestionBlock question:
                    Flush();
                    _said = true;
                    _chunks.Add(new Chunk(ChunkKind.Faq, Section(), question.Answer, question.Page, question.Question, question.Similar, question.Category));
                    break;
                case TableBlock table:
                    AddTable(table);
                    break;
                case ListBlock list:
                    Gather(list.Items, list.Page);
                    break;
                case ParagraphBlock paragraph:
                    Gather([paragraph.Text], paragraph.Page);
                    break;
            }
        }

        public IReadOnlyList<Chunk> Finish()
        {
            Flush();
            Unsaid(keep: 0);
            return _chunks;
        }

        private void Head(HeadingBlock heading)
        {
            var above = _headings.Count(one => one.Level < heading.Level);
            Unsaid(above);
            _headings.RemoveAll(one => one.Level >= heading.Level);
            _headings.Add((heading.Level, heading.Text));
            _said = false;
        }

        // A heading that nothing stands below is text itself: a poster, or a slide of one line.
        private void Unsaid(int keep)
        {
            if (!_said && _headings.Count > 0 && keep < _headings.Count)
            {
                var last = _headings[^1].Text;
                _headings.RemoveAt(_headings.Count - 1);
                _chunks.Add(new Chunk(ChunkKind.Passage, Section(), last, Page: null));
                _said = true;
            }
        }

        private List<string> Section() => _headings.Count > 0 ? [.. _headings.Select(heading => heading.Text)] : title is null ? [] : [title];

        private void AddTable(TableBlock table)
        {
            var rows = table.Rows.Select(row => TableText.Row(table.Header, row)).Where(row => row.Length > 0).ToList();
            if (rows.Count > 0 && rows.Sum(row => row.Length + 1) <= _size)
            {
                Gather([string.Join('\n', rows)], table.Page);
                return;
            }

            // By rows, and never together with what is around: each row says its header's words.
            Flush();
            var piece = new List<string>();
            foreach (var row in rows.SelectMany(row => SentenceCut.Pieces(row, _size, 0)))
            {
                if (piece.Count > 0 && piece.Sum(one => one.Length + 1) + row.Length > _size)
                {
                    Passage(piece, table.Page);
                    piece.Clear();
                }

                piece.Add(row);
            }

            Passage(piece, table.Page);
        }

        /// <summary>Pieces that belong together, which are kept together if they fit.</summary>
        private void Gather(IReadOnlyList<string> pieces, int? page)
        {
            var length = pieces.Sum(piece => piece.Length + 1);
            if (_gathered.Count > 0 && Length() + length > _size)
            {
                // Hardly begun: what stands before a list is its beginning.
                if (length <= _size && Length() > _overlap)
                {
                    Flush();
                }
            }

            foreach (var piece in pieces)
            {
                if (_gathered.Count > 0 && Length() + piece.Length + 1 > _size && (piece.Length <= _size / 2 || Length() > _size / 2))
                {
                    Flush(carry: true);
                }

                _gathered.Add((piece, page));
            }
        }

        private int Length() => _gathered.Sum(piece => piece.Text.Length + 1);

        private void Flush(bool carry = false)
        {
            var last = "";
            foreach (var (text, page) in Joined())
            {
                Passage([text], page);
                last = text;
            }

            var at = _gathered.Count > 0 ? _gathered[^1].Page : null;
            _gathered.Clear();
            if (carry && SentenceCut.End(last, _overlap) is { Length: > 0 } end)
            {
                _gathered.Add((end, at));
            }
        }

        private IEnumerable<(string Text, int? Page)> Joined()
        {
            if (_gathered.Count == 0)
            {
                yield break;
            }

            foreach (var text in SentenceCut.Pieces(string.Join('\n', _gathered.Select(piece => piece.Text)), _size, _overlap))
            {
                yield return (text, PageOf(text));
            }
        }

        private int? PageOf(string text)
        {
            var start = text[..Math.Min(text.Length, 12)];
            var found = _gathered.FindIndex(piece => piece.Text.Contains(start.Split('\n')[0], StringComparison.Ordinal));
            return _gathered[Math.Max(found, 0)].Page;
        }

        private void Passage(IReadOnlyCollection<string> texts, int? page)
        {
            if (texts.Count > 0)
            {
                _said = true;
                _chunks.Add(new Chunk(ChunkKind.Passage, Section(), string.Join('\n', texts), page));
            }
        }
    }
}
