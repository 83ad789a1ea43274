namespace WeChatPlatform.Simulator;

/// <summary>A picture of a row as a screenshot of the window would show it: avatar, bubble, some strokes of text.</summary>
internal static class RowPainter
{
    private const int Width = 160;
    private const int Height = 24;
    private const int Avatar = 14;
    private const int Edge = 6;
    private const int ShortestBubble = 16;
    private const int LongestBubble = 96;

    internal sealed record Picture(int Width, int Height, byte[] Rgb);

    public static Picture Paint(SimulatedRow row, bool dark)
    {
        var picture = new Picture(Width, Height, new byte[Width * Height * 3]);
        Fill(picture, 0, 0, Width, Height, dark ? (25, 25, 25) : (245, 245, 245));
        if (row.Class != RowClass.Text)
        {
            return picture;
        }

        Fill(picture, row.Own ? Width - Edge - Avatar : Edge, 5, Avatar, Avatar, (96, 125, 190));
        var length = Math.Clamp(ShortestBubble + (row.Text.Length * 4), ShortestBubble, LongestBubble);
        var left = row.Own ? Width - Edge - Avatar - 6 - length : Edge + Avatar + 6;
        if (row.Message.Kind is "image" or "sticker" or "video")
        {
            // Pictures have no bubble: whose they are cannot be seen by its colour.
            Fill(picture, left, 3, 26, Height - 6, (180, 120, 60));
            return picture;
        }

        Fill(picture, left, 3, length, Height - 6, (row.Own, dark) switch
        {
            (true, false) => (149, 236, 105),
            (true, true) => (53, 210, 141),
            (false, false) => (255, 255, 255),
            (false, true) => (44, 44, 44),
        });
        for (var x = left + 4; x < left + length - 4; x += 4)
        {
            Fill(picture, x, 9, 2, 6, row.Own || !dark ? (20, 20, 20) : (220, 220, 220));
        }

        return picture;
    }

    private static void Fill(Picture picture, int left, int top, int width, int height, (int R, int G, int B) colour)
    {
        for (var y = top; y < top + height; y++)
        {
            for (var x = left; x < left + width; x++)
            {
                var at = ((y * picture.Width) + x) * 3;
                (picture.Rgb[at], picture.Rgb[at + 1], picture.Rgb[at + 2]) = ((byte)colour.R, (byte)colour.G, (byte)colour.B);
            }
        }
    }
}
