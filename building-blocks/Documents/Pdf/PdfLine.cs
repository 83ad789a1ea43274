namespace WeChatPlatform.Documents;

/// <summary>A piece of a line on a page, with its box in points from the top left corner.</summary>
internal sealed record PdfPiece(string Text, double Left, double Top, double Right, double Bottom)
{
    public double Height => Bottom - Top;

    public double Middle => (Top + Bottom) / 2;
}

/// <summary>
/// A line in reading order. <paramref name="Pieces"/> are parted by wide gaps, as the cells of a row are. <paramref name="FlowLeft"/> and
/// <paramref name="FlowRight"/> are the borders of the column that it stands in.
/// </summary>
internal sealed record PdfLine(IReadOnlyList<PdfPiece> Pieces, int Flow, double FlowLeft, double FlowRight)
{
    public string Text => string.Join(' ', Pieces.Select(piece => piece.Text));

    public double Left => Pieces[0].Left;

    public double Right => Pieces[^1].Right;

    public double Top => Pieces.Min(piece => piece.Top);

    public double Bottom => Pieces.Max(piece => piece.Bottom);

    public double Height => Pieces.Max(piece => piece.Height);
}

internal sealed record PdfPage(int Number, double Height, IReadOnlyList<PdfLine> Lines)
{
    public string Text => string.Join('\n', Lines.Select(line => line.Text));
}
