using System.Text;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Tests;

public sealed class FaqImportTests
{
    [Fact]
    public void Json_lines_become_entries()
    {
        var lines = FaqJsonLines.Read("""
            {"question": "保修多久", "similar": ["质保几年", "质保几年", " "], "answer": "两年。", "category": "售后"}

            {"question": "发什么快递", "answer": "顺丰。"}
            """);

        lines.Faults.ShouldBeEmpty();
        lines.Entries.Count.ShouldBe(2);
        lines.Entries[0].Similar.ShouldBe(["质保几年"]);
        lines.Entries[1].Category.ShouldBeNull();
    }

    [Fact]
    public void Every_bad_line_is_named_with_its_number()
    {
        var lines = FaqJsonLines.Read("""
            {"question": "保修多久", "answer": "两年。"}
            {"question": "没有答案"}
            not json
            {"question": ["a"], "answer": "b"}
            {"question": "保修多久", "answer": "三年。"}
            null
            """);

        lines.Faults.Select(fault => fault.Line).ShouldBe([2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Csv_with_chinese_headers_becomes_entries()
    {
        var lines = FaqCsv.Read("问题,相似问,答案,分类\n保修多久,质保几年|保几年,\"两年，\n自签收起。\",售后\n");

        lines.Faults.ShouldBeEmpty();
        lines.Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            entry => entry.Similar.ShouldBe(["质保几年", "保几年"]),
            entry => entry.Answer.ShouldBe("两年，\n自签收起。"),
            entry => entry.Category.ShouldBe("售后"));
    }

    [Fact]
    public void Csv_faults_carry_the_line_where_the_record_starts()
    {
        var lines = FaqCsv.Read("question,answer\n好吗,\"两\n行\"\n缺答案,\n多,了,一列\n");

        lines.Faults.Select(fault => fault.Line).ShouldBe([4, 5], ignoreOrder: true);
    }

    [Fact]
    public void Csv_without_the_needed_columns_is_refused_at_the_first_line() =>
        FaqCsv.Read("a,b\n1,2\n").Faults.ShouldHaveSingleItem().Line.ShouldBe(1);

    [Fact]
    public void A_file_saved_by_a_spreadsheet_in_gb18030_is_read()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("问题,答案\n保修多久,两年。\n");

        var file = KnowledgeFile.Read("faq.csv", bytes, new RagOptions());

        file.Faults.ShouldBeEmpty();
        file.Faq[0].Question.ShouldBe("保修多久");
    }

    [Theory]
    [InlineData("faq.docx", "问题")]
    [InlineData("faq.jsonl", "")]
    [InlineData("empty.md", "\n\n")]
    public void What_cannot_be_published_is_refused_as_a_whole(string name, string content) =>
        KnowledgeFile.Read(name, Encoding.UTF8.GetBytes(content), new RagOptions()).Faults.ShouldHaveSingleItem().Line.ShouldBe(0);

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        KnowledgeFile.Read("faq.csv", [0x00, 0x01, 0xFF, 0xFE, 0x80], new RagOptions()).Faults.ShouldNotBeEmpty();

    [Theory]
    [InlineData("a.jsonl", """{"question": "13812345678 是谁的", "similar": ["打 13812345678"], "answer": "张工 13812345678，公司 021-12345678"}""", 3)]
    [InlineData("a.csv", "问题,答案\n找谁,张工 13812345678，公司 021-12345678\n", 1)]
    [InlineData("a.md", "# 找 13812345678\n张工 13812345678，公司 021-12345678", 2)]
    public void Personal_data_stays_out_and_the_companys_own_stays(string name, string content, int redactions)
    {
        var redactor = new Redactor(["(021) 12345678"]);

        var file = KnowledgeFile.Read(name, Encoding.UTF8.GetBytes(content), new RagOptions(), redactor);

        var chunk = file.ToChunks().ShouldHaveSingleItem();
        string.Concat([chunk.Title, .. chunk.Similar, chunk.Text]).ShouldNotContain("138");
        chunk.Text.ShouldBe("张工 [电话]，公司 021-12345678");
        redactor.Count.ShouldBe(redactions);
    }
}
