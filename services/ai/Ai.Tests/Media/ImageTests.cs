using System.IO.Compression;
using System.Buffers.Binary;
using System.Text;
using WeChatPlatform.Ai.Media;

namespace WeChatPlatform.Ai.Tests.Media;

/// <summary>Images by the real ImageMagick and the real tesseract.</summary>
public class ImageTests
{
    [Fact]
    public async Task The_fault_code_in_a_picture_is_read()
    {
        var reading = await MediaKit.Tesseract().ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct);

        reading.How.ShouldBe("tesseract");
        reading.Text.ShouldNotBeNull();
        reading.Text.ShouldContain("E03");
        reading.Text.ShouldContain("通信故障");
        reading.Text.ShouldContain("ZB-7000");
    }

    [Fact]
    public async Task A_picture_without_words_cannot_be_read() =>
        (await MediaKit.Tesseract().ReadAsync(MediaKit.Image("nothing.jpg"), MediaKit.Turn, MediaKit.Ct)).ShouldSatisfyAllConditions(
            r => r.Text.ShouldBeNull(), r => r.Reason.ShouldBe(CannotRead.NoText));

    [Theory]
    [InlineData("image/png", "not a picture at all", CannotRead.Damaged)]
    [InlineData("image/jpeg", "\u00ff\u00d8\u00ff\u00e0 cut off", CannotRead.Damaged)]
    [InlineData("image/svg+xml", "<svg/>", CannotRead.Unsupported)]
    public async Task What_is_no_picture_cannot_be_read(string type, string content, string reason)
    {
        var reading = await MediaKit.Tesseract().ReadAsync(
            new MediaContent(type, Encoding.Latin1.GetBytes(content)), MediaKit.Turn, MediaKit.Ct);

        reading.ShouldSatisfyAllConditions(r => r.Text.ShouldBeNull(), r => r.Reason.ShouldBe(reason));
    }

    [Fact]
    public async Task A_small_file_that_unfolds_into_a_huge_picture_is_not_unfolded()
    {
        var (image, reason) = await MediaKit.Images().ForVisionAsync(new MediaContent("image/png", HugePng(15_000)), MediaKit.Ct);

        image.ShouldBeNull();
        reason.ShouldBe(CannotRead.Damaged);
    }

    [Theory]
    [InlineData(1024, 683, 500)]
    [InlineData(300, 200, 50)]
    public async Task A_model_is_given_a_small_picture(int edge, int height, int kilobytes)
    {
        var (image, _) = await MediaKit.Images(new MediaOptions { VisionEdge = edge, VisionKilobytes = kilobytes, ProgramSeconds = 100 })
            .ForVisionAsync(new MediaContent("image/bmp", NoisyBitmap(1500, 1000)), MediaKit.Ct);

        image.ShouldNotBeNull();
        image.Length.ShouldBeLessThanOrEqualTo(kilobytes * 1000);
        SizeOf(image).ShouldBe((edge, height));
    }

    [Fact]
    public async Task What_a_camera_wrote_into_a_picture_is_not_given_away()
    {
        var tagged = await MediaKit.Programs().RunAsync(
            "convert-im6.q16", ["png:-", "-set", "comment", "taken at home", "jpeg:-"], MediaKit.Sample("fault.png"), 1_000_000, MediaKit.Ct);
        Encoding.Latin1.GetString(tagged.Output).ShouldContain("taken at home");

        var (image, _) = await MediaKit.Images().ForVisionAsync(new MediaContent("image/jpeg", tagged.Output), MediaKit.Ct);

        Encoding.Latin1.GetString(image!).ShouldNotContain("taken at home");
    }

    [Fact]
    public async Task Without_ImageMagick_an_image_cannot_be_read() =>
        (await MediaKit.Tesseract(new MediaOptions { ImageMagick = "no-such-program" }).ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct))
            .Reason.ShouldBe(CannotRead.NoReader);

    [Fact]
    public void Without_tesseract_its_reader_is_not_there() =>
        MediaKit.Tesseract(new MediaOptions { Tesseract = "no-such-program" }).IsConfigured.ShouldBeFalse();

    [Fact]
    public void Lines_that_are_not_sure_enough_are_left_out()
    {
        const string Head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

        var text = TesseractReader.TextOf(
            Head + "5\t1\t1\t1\t1\t1\t0\t0\t1\t1\t91\t故障\n5\t1\t1\t1\t1\t2\t0\t0\t1\t1\t90\tE03\n5\t1\t1\t1\t2\t1\t0\t0\t1\t1\t12\t口口口\n"
            + "5\t1\t1\t1\t3\t1\t0\t0\t1\t1\t88\tModel\n5\t1\t1\t1\t3\t2\t0\t0\t1\t1\t88\tK7\n", 0.5);

        text.ShouldBe("故障E03\nModel K7");
    }

    /// <summary>Four and a half megabytes that no compression makes small.</summary>
    private static byte[] NoisyBitmap(int width, int height)
    {
        var file = new byte[54 + (width * height * 3)];
        new Random(1).NextBytes(file.AsSpan(54));
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(6), 0);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        return file;
    }

    /// <summary>Width and height in the frame header of a JPEG.</summary>
    private static (int Width, int Height) SizeOf(byte[] jpeg)
    {
        for (var at = 2; at + 9 < jpeg.Length; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)))
        {
            if (jpeg[at + 1] is 0xC0 or 0xC2)
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 7)), BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 5)));
            }
        }

        throw new InvalidDataException("No frame header.");
    }

    /// <summary>A valid PNG of one grey, a thousandth of what it unfolds into.</summary>
    private static byte[] HugePng(int edge)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, edge);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), edge);
        header[8] = 8;
        Chunk(file, "IHDR", header);
        using var rows = new MemoryStream();
        using (var zip = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[edge + 1];
            for (var at = 0; at < edge; at++)
            {
                zip.Write(row);
            }
        }

        Chunk(file, "IDAT", rows.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        file.Write(length);
        file.Write(body);
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Sum(body));
        file.Write(sum);
    }

    private static uint Sum(byte[] content)
    {
        var sum = uint.MaxValue;
        foreach (var one in content)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
            }
        }

        return ~sum;
    }
}
