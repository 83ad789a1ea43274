using WeChatPlatform.Programs;
using Line = WeChatPlatform.Documents.Tests.PdfFiles.Line;

namespace WeChatPlatform.Documents.Tests;

/// <summary>PDFs and images by the real poppler and the real tesseract.</summary>
public class PdfTests
{
    [Fact]
    public async Task Lines_of_a_paragraph_are_one_and_large_lines_are_headings()
    {
        RequiredPrograms.Poppler();
        var full = new string('电', 40);
        var document = await Read.Async(
            PdfFiles.Of([[new(60, 60, "充电桩手册", 22), new(60, 100, full), new(60, 112, "到此为止。"), new(60, 150, "1.1 参数"), new(60, 170, "功率为七千瓦，电压为二百二十伏。")]]),
            "手册.pdf");

        document.Shown().ShouldBe($"# 充电桩手册\n{full}到此为止。\n### 1.1 参数\n功率为七千瓦，电压为二百二十伏。");
        document.Blocks.ShouldAllBe(block => block.Page == 1);
    }

    [Fact]
    public async Task Words_in_columns_are_a_table_that_goes_on_over_the_page()
    {
        RequiredPrograms.Poppler();
        static Line[] Row(double top, params string[] cells) => [.. cells.Select((cell, at) => new Line(60 + (at * 160), top, cell))];
        var document = await Read.Async(
            PdfFiles.Of(
                [new(60, 40, "故障代码的含义和处理办法见下表，处理之前必须先断开总电源。"), .. Row(80, "代码", "含义", "处理"), .. Row(100, "E01", "输入过压", "检查电网"), .. Row(120, "E02", "输入欠压", "检查空开"), .. Row(140, "E03", "通信故障", "检查网线")],
                [.. Row(80, "E04", "急停按下", "松开急停"), .. Row(100, "E05", "温度过高", "等待降温"), .. Row(120, "E06", "绝缘故障", "联系售后")]),
            "a.pdf");

        var tables = document.Blocks.OfType<TableBlock>().ToList();
        tables.Count.ShouldBe(2);
        tables.ShouldAllBe(table => table.Header.SequenceEqual(new[] { "代码", "含义", "处理" }) && table.Rows.Count == 3);
        tables[1].Rows[0].ShouldBe(["E04", "急停按下", "松开急停"]);
    }

    [Fact]
    public async Task A_page_without_text_is_recognised_and_told_to_be_checked()
    {
        RequiredPrograms.Poppler();
        RequiredPrograms.Tesseract();
        var scan = PdfFiles.OfScan(await GreyAsync("Charging station E03"));

        var document = await Read.Async(scan, "扫描.pdf");

        document.Text().ShouldContain("Charging station E03");
        document.Warnings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.Code.ShouldBe("little_text"), w => w.Page.ShouldBe(1));
    }

    [Fact]
    public async Task A_page_without_text_is_refused_where_nothing_is_recognised()
    {
        RequiredPrograms.Poppler();
        var scan = PdfFiles.OfScan(await GreyAsync("Charging station"));

        (await Read.RefusalAsync(scan, "扫描.pdf", Read.Limits with { MaxRecognizedPages = 0 })).Code.ShouldBe("little_text");
    }

    [Fact]
    public async Task Text_that_maps_to_nonsense_is_never_passed_on()
    {
        RequiredPrograms.Poppler();
        var nonsense = string.Concat(Enumerable.Range(0, 60).Select(at => (char)(0x3400 + (at * 37))));

        (await Read.RefusalAsync(PdfFiles.Of([[new Line(60, 60, nonsense)]]), "a.pdf", Read.Limits with { MaxRecognizedPages = 0 })).Code.ShouldBe("little_text");
    }

    [Fact]
    public async Task An_image_is_recognised_and_told_to_be_checked()
    {
        RequiredPrograms.Poppler();
        RequiredPrograms.Tesseract();
        var programs = new ExternalProgram(new ProgramLimits(100, 1024), TimeProvider.System);
        var image = await programs.RunAsync("pdftoppm", ["-r", "100", "-png", "-"], PdfFiles.OfLetters("Charging station E03"), 10_000_000, Read.Ct);

        var document = await Read.Async(image.Output, "照片.png");

        document.Text().ShouldContain("Charging station E03");
        document.Warnings.ShouldHaveSingleItem().Code.ShouldBe("recognized");
    }

    [Fact]
    public async Task Without_poppler_a_pdf_is_refused_with_what_to_install() =>
        (await Read.RefusalAsync(PdfFiles.Of([[new Line(60, 60, "一")]]), "a.pdf", Read.Limits with { PdfToText = "no-such-program" }))
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe("program_missing"), r => r.Message.ShouldContain("apt-get install poppler-utils"));

    [Fact]
    public async Task Without_tesseract_an_image_is_refused_with_what_to_install() =>
        (await Read.RefusalAsync([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0], "照片.png", Read.Limits with { Tesseract = "no-such-program" }))
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe("program_missing"), r => r.Message.ShouldContain("apt-get install tesseract-ocr tesseract-ocr-chi-sim"));

    [Fact]
    public async Task Without_a_language_of_tesseract_a_scan_is_refused_with_what_to_install()
    {
        RequiredPrograms.Poppler();
        RequiredPrograms.Tesseract();

        (await Read.RefusalAsync(PdfFiles.Of([[]]), "扫描.pdf", Read.Limits with { TesseractLanguages = "xyz" })).Code.ShouldBe("program_missing");
    }

    [Fact]
    public async Task A_pdf_that_is_damaged_is_broken()
    {
        RequiredPrograms.Poppler();
        (await Read.RefusalAsync("%PDF-1.4 nothing more"u8.ToArray(), "a.pdf")).Code.ShouldBe("broken");
    }

    [Fact]
    public async Task A_reader_that_hangs_is_ended()
    {
        var folder = Directory.CreateTempSubdirectory();
        var program = Path.Combine(folder.FullName, "hangs");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexec sleep 600\n", Read.Ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var refusal = await Read.RefusalAsync(
            PdfFiles.Of([[new Line(60, 60, "一")]]), "a.pdf", Read.Limits with { PdfToText = program, Time = TimeSpan.FromMilliseconds(300) });

        refusal.Code.ShouldBe("too_slow");
        folder.Delete(recursive: true);
    }

    private static async Task<byte[]> GreyAsync(string words)
    {
        var programs = new ExternalProgram(new ProgramLimits(100, 1024), TimeProvider.System);
        var grey = await programs.RunAsync("pdftoppm", ["-r", "100", "-gray", "-"], PdfFiles.OfLetters(words), 10_000_000, Read.Ct);
        grey.End.ShouldBe(ProgramEnd.Succeeded);
        return grey.Output;
    }
}

/// <summary>Programs that tests need: missing, the test is skipped; under ./test.sh, which installs them, it fails.</summary>
internal static class RequiredPrograms
{
    public static void Poppler() => Need("pdftotext");

    public static void Tesseract() => Need("tesseract");

    private static void Need(string program) => Assert.SkipUnless(
        ExternalProgram.Find(program) is not null || Environment.GetEnvironmentVariable("REQUIRE_TEST_SERVERS") == "1", $"{program} is not installed");
}
