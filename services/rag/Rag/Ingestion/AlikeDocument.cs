namespace WeChatPlatform.Rag;

/// <summary>Another document that said the same, or nearly, when a file was taken in.</summary>
/// <remarks>
/// <paramref name="Similarity"/> is of the whole documents: 1 when they say the same, below that about the share of what they have in common.
/// <paramref name="Pieces"/> counts the pieces of the new one that the other has, of which <paramref name="Exact"/> are equal but for case, width, blanks and
/// punctuation. <paramref name="Examples"/> are the nearest of them.
/// </remarks>
internal sealed record AlikeDocument(
    Guid DocumentId, string Name, string Origin, double Similarity, int Pieces, int Exact, IReadOnlyList<AlikePiece> Examples);

/// <summary>A piece of the new document, by its place, and the other document's piece that says the same.</summary>
/// <remarks>
/// <paramref name="SameNumbers"/> is false when they differ in a number, such as a price: then one of them is more likely out of date than said twice.
/// <paramref name="SameQuestion"/>: both are pairs and ask the same, however far their answers are apart.
/// </remarks>
internal sealed record AlikePiece(int Ordinal, Guid ChunkId, double Similarity, bool SameNumbers, bool SameQuestion);

/// <summary>What was found of a new document.</summary>
/// <remarks><paramref name="Pieces"/> are its pieces that others have. <paramref name="Documents"/> are the nearest ones.</remarks>
internal sealed record DuplicatesFound(int Pieces, IReadOnlyList<AlikeDocument> Documents);
