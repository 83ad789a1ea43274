using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace WeChatPlatform.Message.Attachments;

/// <summary>One of the kinds of files that are taken. What a file is, is told by its bytes, never by its name or header.</summary>
/// <remarks>The first of <paramref name="Extensions"/> is given to a name that ends otherwise.</remarks>
internal sealed record MediaType(string Name, params IReadOnlyList<string> Extensions)
{
    public static readonly MediaType Png = new("image/png", ".png");
    public static readonly MediaType Jpeg = new("image/jpeg", ".jpg", ".jpeg");
    public static readonly MediaType Gif = new("image/gif", ".gif");
    public static readonly MediaType Webp = new("image/webp", ".webp");
    public static readonly MediaType Bmp = new("image/bmp", ".bmp");
    public static readonly MediaType Wav = new("audio/wav", ".wav");
    public static readonly MediaType Mp3 = new("audio/mpeg", ".mp3");
    public static readonly MediaType M4a = new("audio/mp4", ".m4a");
    public static readonly MediaType Ogg = new("audio/ogg", ".ogg", ".opus");
    public static readonly MediaType Amr = new("audio/amr", ".amr");
    public static readonly MediaType Silk = new("audio/silk", ".silk");
    public static readonly MediaType Pdf = new("application/pdf", ".pdf");
    public static readonly MediaType Docx = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");
    public static readonly MediaType Xlsx = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx");
    public static readonly MediaType Pptx = new("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx");
    public static readonly MediaType PlainText = new("text/plain", ".txt", ".csv", ".md", ".log", ".json");

    /// <summary>What no text has: controls other than tab, line ends and form feed.</summary>
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x7F).Except([0x09, 0x0A, 0x0C, 0x0D]).Select(code => (byte)code)]);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <returns>Nothing for everything that is not taken.</returns>
    public static MediaType? Of(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) && Says(content, 12, "IHDR"u8) ? Png
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? Jpeg
        : Says(content, 0, "GIF87a"u8) || Says(content, 0, "GIF89a"u8) ? Gif
        : Says(content, 0, "RIFF"u8) && Says(content, 8, "WEBP"u8) ? Webp
        : Says(content, 0, "%PDF-"u8) ? Pdf
        : VoiceOf(content) is { } voice ? voice
        : Says(content, 0, "PK\u0003\u0004"u8) ? OfficePackage.TypeOf(content)
        : IsBitmap(content) ? Bmp
        : IsText(content) ? PlainText
        : null;

    /// <summary>Whether there may be something in it that a customer wants read: a picture, or their voice.</summary>
    public static bool IsImageOrVoice(string name) =>
        name.StartsWith("image/", StringComparison.Ordinal) || name.StartsWith("audio/", StringComparison.Ordinal);

    private static MediaType? VoiceOf(ReadOnlySpan<byte> content) =>
        Says(content, 0, "RIFF"u8) && Says(content, 8, "WAVE"u8) ? Wav
        : Says(content, 0, "ID3"u8) || IsMpegFrame(content) ? Mp3
        : Says(content, 4, "ftypM4A "u8) ? M4a
        : Says(content, 0, "OggS"u8) ? Ogg
        : Says(content, 0, "#!AMR\n"u8) || Says(content, 0, "#!AMR-WB\n"u8) ? Amr
        : Says(content, 0, "#!SILK_V3"u8) || Says(content, 1, "#!SILK_V3"u8) ? Silk
        : null;

    // Eleven bits that are set, version 1 or 2, layer 3, a bit rate and a sampling rate that exist.
    private static bool IsMpegFrame(ReadOnlySpan<byte> content) =>
        content.Length > 4 && content[0] == 0xFF && (content[1] & 0xE6) == 0xE2 && (content[1] & 0x18) != 0x08
        && (content[2] & 0xF0) is not (0x00 or 0xF0) && (content[2] & 0x0C) != 0x0C;

    private static bool Says(ReadOnlySpan<byte> content, int at, ReadOnlySpan<byte> mark) =>
        content.Length >= at + mark.Length && content.Slice(at, mark.Length).SequenceEqual(mark);

    // Two letters alone begin many a text: the size of the header that follows must be one that exists.
    private static bool IsBitmap(ReadOnlySpan<byte> content) =>
        content.Length > 18 && Says(content, 0, "BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(content[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    // Markup is no plain text: whoever opens it by a name that another program gave it runs what it says.
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        var text = content.StartsWith(ByteOrderMark) ? content[ByteOrderMark.Length..] : content;
        return !text.ContainsAny(Controls) && Utf8.IsValid(text)
            && !text.TrimStart(" \t\r\n\f"u8).StartsWith("<"u8);
    }
}
