namespace WeChatPlatform.Rag;

/// <summary>One thing that can be found: a FAQ entry or a passage of a document.</summary>
/// <remarks>
/// <paramref name="Kind"/> is faq or document. <paramref name="Title"/> is the standard question or the section;
/// <paramref name="Similar"/> are other wordings of the question, none for a passage.
/// </remarks>
internal sealed record KnowledgeItem(
    string Id, string Kind, string Source, string Title, IReadOnlyList<string> Similar, string Text)
{
    public const string Faq = "faq";
    public const string Document = "document";

    /// <summary>What the item is about: the innermost heading, without the path to it; a question as it is.</summary>
    public string Subject => Kind == Document ? Title.Split(MarkdownChunks.HeadingSeparator)[^1] : Title;
}
