namespace WeChatPlatform.Contracts;

/// <summary>One piece of evidence that an answer may rest on.</summary>
/// <remarks>
/// <paramref name="Kind"/> is faq, document or erp, and tool for what a tool of another company's server said. <paramref name="Title"/> is the standard question of a FAQ entry,
/// the section of a document or the subject of an ERP fact; <paramref name="Text"/> is the answer or passage.
/// <paramref name="Score"/> is 0 to 1, comparable within one kind. <paramref name="IsDirect"/>: it is the answer, word for word, and no
/// model has to word one.
/// </remarks>
public sealed record Evidence(string Id, string Kind, string Source, string Title, string Text, double Score, bool IsDirect = false);
