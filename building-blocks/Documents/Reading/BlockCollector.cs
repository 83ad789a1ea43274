namespace WeChatPlatform.Documents;

/// <summary>Thrown when the limit of characters is reached; what was collected stays.</summary>
internal sealed class TextLimitException : Exception;

/// <summary>Collects what a format finds, in order, within the limit of characters.</summary>
internal sealed class BlockCollector(int maxCharacters, CancellationToken ct)
{
    private const int MaxWarnings = 50;
    private const int MaxProperties = 500;
    private readonly List<Block> _blocks = [];
    private readonly List<ReadingWarning> _warnings = [];
    private readonly List<DocumentProperty> _properties = [];
    private long _characters;

    public string? Title { get; set; }

    public IReadOnlyList<DocumentProperty> Properties => _properties;

    public IReadOnlyList<Block> Blocks => _blocks;

    public IReadOnlyList<ReadingWarning> Warnings => _warnings;

    public long Characters => _characters;

    public void Warn(string code, string message, int? page = null)
    {
        if (_warnings.Count < MaxWarnings && !_warnings.Exists(warning => warning.Code == code && warning.Page == page))
        {
            _warnings.Add(new ReadingWarning(code, message, page));
        }
    }

    public void Property(string name, string text)
    {
        var words = Words.OneLine(text);
        var property = new DocumentProperty(name, words);
        if (words.Length > 0 && _properties.Count < MaxProperties && !_properties.Contains(property))
        {
            Take(words.Length);
            _properties.Add(property);
        }
    }

    public void Heading(string text, int level, int? page = null)
    {
        var words = Words.OneLine(text);
        if (words.Length > 0)
        {
            Take(words.Length);
            _blocks.Add(new HeadingBlock(words, Math.Clamp(level, 1, 9), page));
        }
    }

    public void Paragraph(string text, int? page = null)
    {
        var words = Words.Lines(text);
        if (words.Length > 0)
        {
            Take(words.Length);
            _blocks.Add(new ParagraphBlock(words, page));
        }
    }

    public void List(IEnumerable<string> items, int? page = null)
    {
        var kept = items.Select(Words.Lines).Where(item => item.Length > 0).ToList();
        if (kept.Count > 0)
        {
            Take(kept.Sum(item => item.Length));
            _blocks.Add(new ListBlock(kept, page));
        }
    }

    public void Question(string question, IEnumerable<string> similar, string answer, string? category, int? page = null)
    {
        var asked = Words.OneLine(question);
        var others = similar.Select(Words.OneLine).Where(other => other.Length > 0 && other != asked).Distinct(StringComparer.Ordinal).ToList();
        var said = Words.Lines(answer);
        var kind = Words.OneLine(category ?? "");
        Take(asked.Length + said.Length + others.Sum(other => other.Length) + kind.Length);
        _blocks.Add(new QuestionBlock(asked, others, said, kind.Length == 0 ? null : kind, page));
    }

    /// <summary>A table as its format knows it; an empty header means that it has none.</summary>
    public void Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, int? page = null)
    {
        Take(header.Sum(cell => cell.Length) + rows.Sum(row => (long)row.Sum(cell => cell.Length)));
        _blocks.Add(new TableBlock(header, rows, page));
    }

    private void Take(long count)
    {
        ct.ThrowIfCancellationRequested();
        _characters += count;
        if (_characters > maxCharacters)
        {
            throw new TextLimitException();
        }
    }
}
