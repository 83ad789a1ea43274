namespace WeChatPlatform.Documents.Tests;

public class ChunkerTests
{
    private const string Sentence = "充电结束以后请先停止充电再拔枪。";

    [Fact]
    public void A_passage_stands_under_its_headings()
    {
        var chunks = Cut(new HeadingBlock("手册", 1, 1), new HeadingBlock("安装", 2, 2), new ParagraphBlock("先断电。", 2), new HeadingBlock("保修", 2, 3), new ParagraphBlock("三年。", 3));

        chunks.Select(chunk => (chunk.SectionPath, chunk.Text, chunk.Page)).ShouldBe([("手册 / 安装", "先断电。", 2), ("手册 / 保修", "三年。", 3)]);
    }

    [Fact]
    public void What_stands_under_no_heading_stands_under_the_title() =>
        Chunker.Cut(new ExtractedDocument("txt", "手册", [new ParagraphBlock("先断电。", null)], []), new ChunkingSettings())
            .ShouldHaveSingleItem().Section.ShouldBe(["手册"]);

    [Fact]
    public void Short_paragraphs_of_a_section_are_one_chunk() =>
        Cut(new ParagraphBlock("一。", 1), new ParagraphBlock("二。", 1)).ShouldHaveSingleItem().Text.ShouldBe("一。\n二。");

    [Fact]
    public void A_long_text_is_cut_at_the_ends_of_sentences_with_some_of_what_came_before()
    {
        var chunks = Cut(new ChunkingSettings(100, 20), new ParagraphBlock(string.Concat(Enumerable.Repeat(Sentence, 20)), 1));

        chunks.ShouldAllBe(chunk => chunk.Text.Length <= 100 && chunk.Text.EndsWith('。') && chunk.Text.StartsWith("充电结束"));
        chunks.Sum(chunk => chunk.Text.Length).ShouldBe((20 * Sentence.Length) + ((chunks.Count - 1) * Sentence.Length));
    }

    [Fact]
    public void Nothing_of_a_text_is_lost_whatever_the_size()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(at => at % 7 == 0 ? $"第{at}句话到此为止。" : $"词{at}"));
        foreach (var size in new[] { 50, 63, 120, 500 })
        {
            var chunks = Cut(new ChunkingSettings(size, size / 10), new ParagraphBlock(text, null));

            chunks.ShouldAllBe(chunk => chunk.Text.Length <= size);
            Enumerable.Range(0, 300).ShouldAllBe(at => chunks.Any(chunk => chunk.Text.Contains($"{at}", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_question_is_one_chunk_however_long_its_answer_is()
    {
        var chunk = Cut(new ChunkingSettings(100, 10), new QuestionBlock("多久", ["几天"], new string('答', 900), "物流", null)).ShouldHaveSingleItem();

        chunk.ShouldSatisfyAllConditions(
            c => c.Kind.ShouldBe(ChunkKind.Faq), c => c.Question.ShouldBe("多久"), c => c.Similar.ShouldBe(["几天"]), c => c.Text.Length.ShouldBe(900), c => c.Category.ShouldBe("物流"));
    }

    [Fact]
    public void A_table_that_fits_stays_whole_and_each_row_says_what_its_cells_mean() =>
        Cut(Table(2)).ShouldHaveSingleItem().Text.ShouldBe("代码：E00；含义：故障说明零零\n代码：E01；含义：故障说明零零");

    [Fact]
    public void A_long_table_is_cut_by_rows_each_with_its_header()
    {
        var chunks = Cut(new ChunkingSettings(100, 20), new ParagraphBlock("下表。", 1), Table(40));

        chunks.Count.ShouldBeGreaterThan(5);
        chunks.Skip(1).SelectMany(chunk => chunk.Text.Split('\n')).ShouldAllBe(row => row.StartsWith("代码：E") && row.EndsWith("零零"));
        chunks.Skip(1).Sum(chunk => chunk.Text.Split('\n').Length).ShouldBe(40);
        chunks.ShouldAllBe(chunk => chunk.Text.Length <= 100);
    }

    [Fact]
    public void A_list_that_fits_stays_whole()
    {
        var items = Enumerable.Range(1, 5).Select(at => $"{at}. {new string('步', 12)}").ToList();

        var chunks = Cut(new ChunkingSettings(100, 0), new ParagraphBlock(new string('前', 60) + "。", 1), new ListBlock(items, 1));

        chunks.Count.ShouldBe(2);
        chunks[1].Text.ShouldBe(string.Join('\n', items));
    }

    [Fact]
    public void A_heading_over_nothing_is_text_itself() =>
        Cut(new HeadingBlock("夏季促销", 1, 1), new HeadingBlock("全场八折", 1, 1)).Select(chunk => chunk.Text).ShouldBe(["夏季促销", "全场八折"]);

    [Fact]
    public void How_columns_of_questions_are_called_is_no_chunk() =>
        Cut(new TableBlock(["问题", "答案"], [], null), new QuestionBlock("一", [], "甲", null, null)).ShouldHaveSingleItem().Kind.ShouldBe(ChunkKind.Faq);

    private static TableBlock Table(int rows) =>
        new(["代码", "含义"], [.. Enumerable.Range(0, rows).Select(at => (IReadOnlyList<string>)[$"E{at:D2}", "故障说明零零"])], 1);

    private static IReadOnlyList<Chunk> Cut(params Block[] blocks) => Cut(new ChunkingSettings(), blocks);

    private static IReadOnlyList<Chunk> Cut(ChunkingSettings settings, params Block[] blocks) =>
        Chunker.Cut(new ExtractedDocument("txt", null, blocks, []), settings);
}
