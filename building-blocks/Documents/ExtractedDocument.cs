namespace WeChatPlatform.Documents;

/// <summary>What was read from a file, in reading order.</summary>
/// <remarks><paramref name="Warnings"/> say what could not be read while the rest could: a partial result.</remarks>
public sealed record ExtractedDocument(string Format, string? Title, IReadOnlyList<Block> Blocks, IReadOnlyList<ReadingWarning> Warnings)
{
    /// <summary>What the file says about itself beside its content: author, keywords, headers and footers of its pages. No part of the knowledge.</summary>
    public IReadOnlyList<DocumentProperty> Properties { get; init; } = [];
}

/// <summary>A property of a file, under the name that its format has for it.</summary>
public sealed record DocumentProperty(string Name, string Text);

/// <summary>One piece of structure.</summary>
/// <remarks><paramref name="Page"/> counts from 1 (page, sheet or slide); absent where a format has none.</remarks>
public abstract record Block(int? Page);

/// <summary>A heading; <paramref name="Level"/> counts from 1, the outermost.</summary>
public sealed record HeadingBlock(string Text, int Level, int? Page) : Block(Page);

public sealed record ParagraphBlock(string Text, int? Page) : Block(Page);

/// <summary>Items as they are printed, markers included.</summary>
public sealed record ListBlock(IReadOnlyList<string> Items, int? Page) : Block(Page);

/// <summary><paramref name="Header"/> is empty when the table has none; without rows it is how the columns of the questions below are called. Every row has as many cells as the widest one.</summary>
public sealed record TableBlock(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows, int? Page) : Block(Page);

/// <summary>A question with its answer, from Q&amp;A columns or a FAQ line.</summary>
public sealed record QuestionBlock(string Question, IReadOnlyList<string> Similar, string Answer, string? Category, int? Page) : Block(Page);

/// <summary>Stable code with words for people, Chinese first.</summary>
public sealed record ReadingWarning(string Code, string Message, int? Page = null);

/// <summary>A file that cannot be read, with a stable <see cref="Code"/> and the reason for people, Chinese first.</summary>
public sealed class UnreadableDocumentException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>unsupported_format | mislabelled | password_needed | broken | too_large | archive_bomb | too_slow | little_text | program_missing | empty</summary>
    public string Code { get; } = code;
}
