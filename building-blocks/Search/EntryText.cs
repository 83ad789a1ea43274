namespace WeChatPlatform.Search;

/// <summary>Which texts of an entry say what.</summary>
public static class EntryText
{
    /// <summary>Parts a path of headings from the next inner one.</summary>
    public const string HeadingSeparator = " / ";

    /// <summary>What an embedder is given of an entry: a question with its wordings, or a passage below its heading.</summary>
    public static string ForEmbedding(IndexEntry entry) => entry.Kind == EntryKind.Faq && entry.Title.Length > 0
        ? string.Join('\n', entry.Questions.Prepend(entry.Title))
        : $"{entry.Title}\n{entry.Text}";

    /// <summary>What the entry is about: the innermost heading, without the path to it; a question as it is.</summary>
    internal static string Subject(IndexEntry entry) =>
        entry.Kind == EntryKind.Passage ? entry.Title[(entry.Title.LastIndexOf(HeadingSeparator, StringComparison.Ordinal) is var at and >= 0 ? at + HeadingSeparator.Length : 0)..] : entry.Title;

    internal static IEnumerable<string> Wordings(IndexEntry entry) => entry.Questions.Prepend(Subject(entry));

    internal static IEnumerable<string> Counted(IndexEntry entry) => entry.Kind == EntryKind.Faq && entry.Title.Length > 0
        ? entry.Questions.Prepend(entry.Title)
        : [entry.Title, entry.Text];
}
