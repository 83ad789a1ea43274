using System.IO.Compression;
using System.Text;
using WeChatPlatform.Message.Attachments;

namespace WeChatPlatform.Message.Tests.Attachments;

public sealed class MediaTypeTests
{
    [Fact]
    public void Files_are_known_by_their_first_bytes() => Samples.All
        .Select(sample => (sample.Type, Found: MediaType.Of(sample.Content)?.Name))
        .Where(sample => sample.Found != sample.Type)
        .ShouldBeEmpty();

    [Theory]
    [InlineData("你好，型号 K7，故障码 E03\r\n\t第二行")]
    [InlineData("\uFEFFa,b\n1,2\n")]
    [InlineData(" ")]
    [InlineData("BMW 的充电桩怎么装？这一行像位图的开头，其实不是")]
    [InlineData("GIF8 是什么")]
    public void Plain_text_is_taken(string text) => Of(text).ShouldBe(MediaType.PlainText);

    [Theory]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("\uFEFF \r\n<svg onload=alert(1)>")]
    [InlineData("<?xml version=\"1.0\"?>")]
    [InlineData("a\0b")]
    [InlineData("\u001b[31m红")]
    [InlineData("a\u007fb")]
    public void Markup_and_controls_are_no_plain_text(string text) => Of(text).ShouldBeNull();

    [Theory]
    [InlineData("4D5A90000300000004000000")]
    [InlineData("7F454C4602010100")]
    [InlineData("C4E3BAC3")]
    [InlineData("EDA080")]
    [InlineData("C0AF")]
    [InlineData("89504E470D0A1A0A")]
    [InlineData("89504E470D0A1A0A0000000D3C68746D6C3E")]
    [InlineData("424D00000000000000000000000000000000")]
    [InlineData("FFD8")]
    [InlineData("524946460000000041564920")]
    [InlineData("FFFB0000")]
    [InlineData("FFFFFFFFFF")]
    [InlineData("0000001C667479706D703432")]
    [InlineData("504B0304")]
    [InlineData("504B0506")]
    [InlineData("D0CF11E0A1B11AE1")]
    [InlineData("1F8B0800")]
    [InlineData("526172211A07")]
    [InlineData("")]
    public void What_is_none_of_these_is_not_taken(string hex)
    {
        var content = Convert.FromHexString(hex);

        // Nothing at all is a text of no characters; the endpoint refuses it before it looks.
        MediaType.Of(content).ShouldBe(content.Length == 0 ? MediaType.PlainText : null);
    }

    [Theory]
    [InlineData("word/document.xml", "docx")]
    [InlineData("xl/workbook.xml", "xlsx")]
    [InlineData("ppt/presentation.xml", "pptx")]
    public void An_office_document_is_known_by_its_main_part(string part, string extension) =>
        MediaType.Of(Samples.Zip("_rels/.rels", part, "[Content_Types].xml"))!.Extensions.ShouldBe([$".{extension}"]);

    [Theory]
    [InlineData("readme.txt")]
    [InlineData("word/document.xml")]
    [InlineData("[Content_Types].xml")]
    [InlineData("META-INF/MANIFEST.MF", "[Content_Types].xml")]
    [InlineData("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")]
    [InlineData("[Content_Types].xml", "xl/workbook.xml", "xl/VBAPROJECT.BIN")]
    [InlineData("[Content_Types].xml", "word/document.xml", "xl/workbook.xml")]
    [InlineData("[Content_Types].xml", "xl/workbook.bin")]
    [InlineData("[content_types].xml", "WORD/document.xml")]
    public void Any_other_zip_file_is_not_taken(params string[] parts) => MediaType.Of(Samples.Zip(parts)).ShouldBeNull();

    [Fact]
    public void An_encrypted_part_is_not_taken()
    {
        var zip = Samples.Zip("[Content_Types].xml", "word/document.xml");
        zip[Find(zip, [0x50, 0x4B, 0x01, 0x02]) + 8] |= 1;

        MediaType.Of(zip).ShouldBeNull();
    }

    [Fact]
    public void Whatever_is_cut_changed_or_hung_on_a_zip_file_it_is_taken_or_not_and_nothing_breaks()
    {
        var zip = Samples.Zip("[Content_Types].xml", "word/document.xml", "word/styles.xml");
        for (var length = 0; length < zip.Length; length++)
        {
            MediaType.Of(zip.AsSpan(0, length)).ShouldNotBe(MediaType.Docx, $"cut at {length}");
        }

        MediaType.Of([.. zip, .. "<html>"u8]).ShouldBeNull();
        for (var at = 0; at < zip.Length; at++)
        {
            foreach (var value in new byte[] { 0, 0x7F, 0xFF })
            {
                byte[] changed = [.. zip];
                changed[at] = value;
                Should.NotThrow(() => { MediaType.Of(changed); });
            }
        }
    }

    [Fact]
    public void A_zip_file_that_claims_more_entries_than_it_has_is_not_taken()
    {
        var zip = Samples.Zip("[Content_Types].xml", "word/document.xml");
        zip[^12] = 0xFF;
        zip[^11] = 0xFF;

        MediaType.Of(zip).ShouldBeNull();
    }

    private static MediaType? Of(string text) => MediaType.Of(Encoding.UTF8.GetBytes(text));

    private static int Find(byte[] content, byte[] mark) => content.AsSpan().IndexOf(mark);
}

/// <summary>The smallest files of each kind.</summary>
internal static class Samples
{
    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static IReadOnlyList<(string Type, byte[] Content)> All { get; } =
    [
        ("image/png", Png),
        ("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, .. "JFIF"u8]),
        ("image/gif", [.. "GIF89a"u8, 1, 0, 1, 0]),
        ("image/gif", [.. "GIF87a"u8, 1, 0, 1, 0]),
        ("image/webp", [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBPVP8 "u8]),
        ("image/bmp", [.. "BM"u8, 0x1E, 0, 0, 0, 0, 0, 0, 0, 0x1A, 0, 0, 0, 40, 0, 0, 0, 1, 0, 1, 0]),
        ("audio/wav", [.. "RIFF"u8, 4, 0, 0, 0, .. "WAVEfmt "u8]),
        ("audio/mpeg", [.. "ID3"u8, 4, 0, 0]),
        ("audio/mpeg", [0xFF, 0xFB, 0x90, 0x64, 0]),
        ("audio/mp4", [0, 0, 0, 0x1C, .. "ftypM4A "u8]),
        ("audio/ogg", [.. "OggS"u8, 0, 2]),
        ("audio/amr", [.. "#!AMR\n"u8, 0x3C]),
        ("audio/silk", [0x02, .. "#!SILK_V3"u8]),
        ("audio/silk", [.. "#!SILK_V3"u8]),
        ("application/pdf", [.. "%PDF-1.7\n"u8]),
        ("text/plain", [.. "型号,数量\n"u8]),
    ];

    public static byte[] Zip(params IReadOnlyList<string> parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var part in parts)
            {
                using var entry = zip.CreateEntry(part).Open();
                entry.Write("<x/>"u8);
            }
        }

        return file.ToArray();
    }
}
