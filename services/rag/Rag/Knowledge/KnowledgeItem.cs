namespace WeChatPlatform.Rag;

/// <summary>The words for what can be found, as evidence and documents carry them.</summary>
internal static class KnowledgeItem
{
    /// <summary>A question with its answer.</summary>
    public const string Faq = "faq";

    /// <summary>A passage of a document.</summary>
    public const string Document = "document";
}
