namespace WeChatPlatform.Capture.Windows.Session;

internal static class Pixels
{
    /// <summary>From what Windows gives (blue, green, red and a byte without meaning, rows from the top) to red, green, blue.</summary>
    public static byte[] ToRgb(ReadOnlySpan<byte> pixels)
    {
        var rgb = new byte[pixels.Length / 4 * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            rgb[to] = pixels[from + 2];
            rgb[to + 1] = pixels[from + 1];
            rgb[to + 2] = pixels[from];
        }

        return rgb;
    }
}
