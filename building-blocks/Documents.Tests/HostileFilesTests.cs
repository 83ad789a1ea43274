using System.Text;

namespace WeChatPlatform.Documents.Tests;

/// <summary>Files made to harm whoever opens them end with a reason.</summary>
public class HostileFilesTests
{
    [Fact]
    public async Task A_file_that_is_too_large_is_not_opened() =>
        (await Read.RefusalAsync(new byte[2000], "a.txt", Read.Limits with { MaxBytes = 1000 })).Code.ShouldBe("too_large");

    [Fact]
    public async Task A_part_that_unfolds_without_end_is_a_bomb()
    {
        var bomb = OfficeFiles.Zip(("word/document.xml", $"<w:document xmlns:w=\"w\"><w:body>{new string(' ', 40_000_000)}</w:body></w:document>"));

        bomb.Length.ShouldBeLessThan(100_000);
        (await Read.RefusalAsync(bomb, "a.docx")).Code.ShouldBe("archive_bomb");
    }

    [Fact]
    public async Task Many_parts_that_unfold_to_much_together_are_a_bomb()
    {
        // Text as dense as prose, so that no part alone looks strange.
        var random = new Random(1);
        var text = string.Concat(Enumerable.Range(0, 400_000).Select(_ => (char)('a' + random.Next(26))));
        var bomb = OfficeFiles.Zip(
            ("_rels/.rels", "<r/>"), ("word/document.xml", $"<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"));

        (await Read.RefusalAsync(bomb, "a.docx", Read.Limits with { MaxUnpackedBytes = 300_000 })).Code.ShouldBe("archive_bomb");
    }

    [Fact]
    public async Task An_archive_of_too_many_parts_is_a_bomb() =>
        (await Read.RefusalAsync(
            OfficeFiles.Zip([.. Enumerable.Range(0, 200).Select(at => ($"word/{at}.xml", ""))]), "a.docx", Read.Limits with { MaxArchiveEntries = 100 }))
            .Code.ShouldBe("archive_bomb");

    [Fact]
    public async Task Entities_that_multiply_are_a_bomb_in_an_office_file()
    {
        const string Bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";

        (await Read.RefusalAsync(OfficeFiles.Zip(("word/document.xml", Bomb)), "a.docx")).Code.ShouldBe("archive_bomb");
    }

    [Fact]
    public async Task Entities_of_a_plain_xml_file_are_not_resolved()
    {
        var document = await Read.Async("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY b \"很多很多\">]><x><y>前&a;&b;后</y></x>", "a.xml");

        document.Text().ShouldNotContain("root:");
        document.Text().ShouldNotContain("很多很多很多");
    }

    [Theory]
    [InlineData("a.json", "[", "]", 200_000)]
    [InlineData("a.html", "<div>", "</div>", 100_000)]
    [InlineData("a.html", "<table><tr><td>", "", 20_000)]
    [InlineData("a.html", "<ul><li>", "", 20_000)]
    [InlineData("a.xml", "<a>", "</a>", 200_000)]
    [InlineData("a.md", "> ", "", 100_000)]
    [InlineData("a.md", "[", "](x)", 20_000)]
    public async Task What_nests_without_end_ends(string name, string open, string close, int depth)
    {
        var text = string.Concat(Enumerable.Repeat(open, depth)) + "内" + string.Concat(Enumerable.Repeat(close, depth));

        await EndsAsync(Encoding.UTF8.GetBytes(text), name);
    }

    [Fact]
    public async Task Elements_of_an_office_file_that_nest_without_end_end()
    {
        var nested = string.Concat(Enumerable.Repeat("<w:sdt>", 200_000));

        await EndsAsync(OfficeFiles.Zip(("word/document.xml", $"<w:document xmlns:w=\"w\"><w:body>{nested}")), "a.docx");
    }

    [Fact]
    public async Task A_header_of_a_message_that_goes_on_without_end_ends()
    {
        var document = await Read.Async($"From: a@example.com\nMIME-Version: 1.0\nX-Long: a\n{string.Concat(Enumerable.Repeat(" a\n", 1_000_000))}Subject: T\n\nB", "a.eml");

        document.Shown().ShouldBe("# T\nB");
    }

    [Fact]
    public void A_page_of_more_words_than_anybody_lays_out_is_read_line_by_line()
    {
        PdfLine[] lines = [.. Enumerable.Range(0, 3000).Select(at => new PdfLine(
            [new PdfPiece($"E{at}", 60, at, 90, at + 0.8), new PdfPiece("V", 160, at, 190, at + 0.8)], 0, 60, 190))];
        var blocks = new BlockCollector(1_000_000, Read.Ct);

        new PdfLayout([new PdfPage(1, 3000, lines)], blocks).Add(new PdfPage(1, 3000, lines));

        blocks.Blocks.ShouldHaveSingleItem().ShouldBeOfType<ParagraphBlock>().Text.ShouldContain("E2999 V");
    }

    [Fact]
    public async Task Merging_cells_ends_with_the_time_of_the_file()
    {
        using var time = new CancellationTokenSource();
        var rows = new SheetRows(new ReadingJob([], "a.xls", Read.Limits, time));
        rows.Set(0, 0, "E01");
        rows.Set(1, 1, "7kW");
        await time.CancelAsync();

        Should.Throw<OperationCanceledException>(() => rows.Merge(1, 9, 0));
    }

    [Fact]
    public void A_line_of_more_words_than_anybody_reads_is_parted()
    {
        var words = string.Concat(Enumerable.Range(0, 2000).Select(at => $"<word xMin=\"{at}\" yMin=\"0\" xMax=\"{at + 1}\" yMax=\"9\">word</word>"));

        var (_, pages) = PdfPages.Read(Encoding.UTF8.GetBytes($"<doc><page height=\"800\"><flow><block><line>{words}</line></block></flow></page></doc>"), Read.Ct);

        pages[0].Lines[0].Pieces.ShouldAllBe(piece => piece.Text.Length < 2100);
        pages[0].Lines[0].Pieces.Sum(piece => piece.Text.Length).ShouldBe(2000 * 4);
    }

    [Fact]
    public async Task More_characters_than_allowed_are_left_out_and_told()
    {
        var document = await DocumentReader.ReadAsync(
            Encoding.UTF8.GetBytes(string.Join("\n\n", Enumerable.Repeat("一段文字。", 100))), "a.txt", Read.Limits with { MaxCharacters = 60 }, Read.Ct);

        document.Text().Length.ShouldBeLessThan(100);
        document.Warnings.ShouldHaveSingleItem().Code.ShouldBe("cut_short");
    }

    [Fact]
    public async Task A_name_is_never_used_as_a_path() =>
        (await Read.Async("内容", "../../etc/passwd.txt")).Shown().ShouldBe("内容");

    [Fact]
    public async Task Whoever_gives_up_gets_no_result()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => DocumentReader.ReadAsync("文字"u8.ToArray(), "a.txt", Read.Limits, given.Token));
    }

    /// <summary>With a result or a reason; anything else is a failure.</summary>
    internal static async Task EndsAsync(byte[] content, string name, ReadingLimits? limits = null)
    {
        try
        {
            (await Read.Async(content, name, limits)).Blocks.ShouldNotBeEmpty();
        }
        catch (UnreadableDocumentException reason)
        {
            reason.Code.ShouldNotBeNullOrEmpty();
        }
    }
}
