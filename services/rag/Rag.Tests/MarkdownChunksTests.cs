namespace WeChatPlatform.Rag.Tests;

public sealed class MarkdownChunksTests
{
    [Fact]
    public void Passages_stand_under_the_headings_above_them()
    {
        var chunks = Cut("""
            # 安装指南
            先看这里。
            ## 墙体
            要实心墙。
            ## 电源
            ### 电缆
            用铜芯线。
            """);

        chunks.ShouldBe([
            new ChunkDraft("安装指南", "先看这里。"),
            new ChunkDraft("安装指南 / 墙体", "要实心墙。"),
            new ChunkDraft("安装指南 / 电源 / 电缆", "用铜芯线。")]);
    }

    [Fact]
    public void Without_headings_the_file_name_is_the_section() =>
        Cut("只有一段。").ShouldHaveSingleItem().Section.ShouldBe("手册");

    [Fact]
    public void Markup_is_gone_and_steps_keep_their_numbers()
    {
        var chunk = Cut("# 步骤\n1. **断电**\n2. 打开[面板](http://example.org)\n\n- 注意`接地`").ShouldHaveSingleItem();

        chunk.Text.ShouldBe("1. 断电\n2. 打开面板\n- 注意接地");
    }

    [Fact]
    public void A_table_row_says_what_its_cells_mean()
    {
        var chunk = Cut("# 故障\n| 代码 | 含义 |\n|---|---|\n| E01 | 过压 |\n| E02 | 欠压 |").ShouldHaveSingleItem();

        chunk.Text.ShouldBe("代码：E01；含义：过压\n代码：E02；含义：欠压");
    }

    [Fact]
    public void A_long_text_is_cut_at_sentences_with_an_overlap()
    {
        var text = string.Concat(Enumerable.Range(1, 60).Select(number => $"这是第{number:D2}句话，它有二十个字左右吧。"));

        var pieces = TextPieces.Split(text, 500, 50).ToList();

        pieces.ShouldAllBe(piece => piece.Length <= 500 && piece.EndsWith('。'));
        pieces.Count.ShouldBeGreaterThan(2);
        pieces.Skip(1).Select((piece, number) => pieces[number].Contains(piece[..20], StringComparison.Ordinal)).ShouldAllBe(repeats => repeats);
    }

    [Fact]
    public void Pieces_shorter_than_the_overlap_go_on_all_the_same()
    {
        var text = string.Concat(Enumerable.Range(1, 40).Select(number => $"第{number:D2}句{new string('话', 63)}。"));

        var pieces = TextPieces.Split(text, 100, 90).ToList();

        pieces.ShouldAllBe(piece => piece.Length <= 100);
        pieces[^1].ShouldEndWith("。");
        Enumerable.Range(1, 40).ShouldAllBe(number => pieces.Any(piece => piece.Contains($"第{number:D2}句", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_character_of_a_text_without_sentences_is_lost_or_halved()
    {
        var text = string.Concat(Enumerable.Repeat("𠮷", 700));

        var pieces = TextPieces.Split(text, 101, 0).ToList();

        string.Concat(pieces).ShouldBe(text);
        pieces.ShouldAllBe(piece => !char.IsLowSurrogate(piece[0]));
    }

    private static IReadOnlyList<ChunkDraft> Cut(string markdown) => MarkdownChunks.Cut(markdown, "手册", 500, 50);
}
