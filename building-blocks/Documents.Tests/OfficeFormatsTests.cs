namespace WeChatPlatform.Documents.Tests;

public class OfficeFormatsTests
{
    [Fact]
    public async Task Word_has_headings_lists_and_tables()
    {
        var document = await Read.Async(
            OfficeFiles.Docx(
                OfficeFiles.P_("充电桩手册", "<w:pStyle w:val=\"1\"/>") + OfficeFiles.P_("安装", "<w:pStyle w:val=\"3\"/>") + OfficeFiles.P_("先断电。")
                + OfficeFiles.P_("打开盖子", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"7\"/></w:numPr>")
                + OfficeFiles.P_("拧螺丝", "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"7\"/></w:numPr>")
                + OfficeFiles.P_("接线", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"7\"/></w:numPr>")
                + OfficeFiles.Table(["代码", "含义"], ["E03", "通信故障"], ["^", "网线松动"])),
            "手册.docx");

        document.Shown().ShouldBe(
            "# 充电桩手册\n## 安装\n先断电。\n* 一、 打开盖子\n* 一.1 拧螺丝\n* 二、 接线\n| 代码 | 含义 |\n| E03 | 通信故障 |\n| E03 | 网线松动 |");
        document.Format.ShouldBe("docx");
        document.Title.ShouldBe("充电桩手册");
    }

    [Fact]
    public async Task Word_leaves_out_what_was_deleted_and_the_codes_of_fields()
    {
        var document = await Read.Async(
            OfficeFiles.Docx("<w:p><w:r><w:t>价格</w:t></w:r><w:del><w:r><w:delText>99</w:delText></w:r></w:del><w:ins><w:r><w:t>89</w:t></w:r></w:ins><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:r><w:t>元</w:t></w:r></w:p>"),
            "a.docx");

        document.Shown().ShouldBe("价格89元");
    }

    [Fact]
    public async Task Excel_shows_what_people_see()
    {
        var document = await Read.Async(
            OfficeFiles.Xlsx(
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>日期</t></is></c><c r=\"D1\" t=\"str\"><v>折扣</v></c></row>"
                + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\"><v>1999.1</v></c><c r=\"C2\" s=\"1\"><v>45000</v></c><c r=\"D2\" s=\"2\"><v>0.15</v></c></row>"
                + "<row r=\"3\"><c r=\"B3\"><v>0.30000000000000004</v></c></row>",
                "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>",
                "hidden"),
            "价格.xlsx");

        document.Shown().ShouldBe("# 价格表\n| 型号 | 价格 | 日期 | 折扣 |\n| AC-7 | 1999.1 | 2023-03-15 | 15% |\n| AC-7 | 0.3 |  |  |");
        document.Warnings.ShouldHaveSingleItem().Code.ShouldBe("hidden_left_out");
    }

    [Fact]
    public async Task Excel_with_question_columns_is_questions()
    {
        static string Row(int number, params string[] cells) =>
            $"<row r=\"{number}\">{string.Concat(cells.Select((cell, at) => $"<c r=\"{(char)('A' + at)}{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>";
        var document = await Read.Async(
            OfficeFiles.Xlsx(Row(1, "常见问答（2024）") + Row(2, "序号", "标准问题", "相似问1", "相似问2", "答案*", "分类") + Row(3, "1", "怎么退货", "能退吗", "退货流程", "七天内可退", "售后")),
            "faq.xlsx");

        var question = document.Blocks.OfType<QuestionBlock>().ShouldHaveSingleItem();
        question.ShouldSatisfyAllConditions(
            q => q.Question.ShouldBe("怎么退货"), q => q.Similar.ShouldBe(["能退吗", "退货流程"]), q => q.Answer.ShouldBe("七天内可退"), q => q.Category.ShouldBe("售后"),
            q => q.Page.ShouldBe(1));
    }

    [Fact]
    public async Task PowerPoint_has_its_slides_in_order_each_under_its_title()
    {
        var document = await Read.Async(
            OfficeFiles.Pptx(OfficeFiles.Shape("body", "七千瓦", "单相", "壁挂") + OfficeFiles.Shape("title", "参数") + OfficeFiles.Shape("sldNum", "1"), OfficeFiles.Shape("title", "售后") + OfficeFiles.Shape("body", "三年质保")),
            "介绍.pptx");

        document.Shown().ShouldBe("# 参数\n* 七千瓦\n* 单相\n* 壁挂\n# 售后\n三年质保");
        document.Blocks.Select(block => block.Page).ShouldBe([1, 1, 2, 2]);
    }

    [Fact]
    public async Task OpenDocument_text_has_headings_lists_and_tables()
    {
        var document = await Read.Async(
            OfficeFiles.OpenDocument("text", "<office:text><text:h text:outline-level=\"1\">手册</text:h><text:p>先<text:s text:c=\"2\"/>断<text:span>电</text:span>。</text:p><text:list><text:list-item><text:p>一步</text:p><text:list><text:list-item><text:p>里层</text:p></text:list-item></text:list></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>代码</text:p></table:table-cell><table:table-cell><text:p>含义</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>E03</text:p></table:table-cell><table:table-cell><text:p>通信</text:p></table:table-cell></table:table-row></table:table></office:text>"),
            "a.odt");

        document.Shown().ShouldBe("# 手册\n先 断电。\n* - 一步\n* - 里层\n| 代码 | 含义 |\n| E03 | 通信 |");
    }

    [Fact]
    public async Task An_OpenDocument_sheet_that_repeats_a_row_a_million_times_is_read_at_once()
    {
        var document = await Read.Async(
            OfficeFiles.OpenDocument("spreadsheet", "<office:spreadsheet><table:table table:name=\"价格\"><table:table-row><table:table-cell table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table></office:spreadsheet>"),
            "a.ods");

        document.Blocks.OfType<TableBlock>().ShouldHaveSingleItem().Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_OpenDocument_presentation_counts_its_pages()
    {
        var document = await Read.Async(
            OfficeFiles.OpenDocument("presentation", "<office:presentation><draw:page><draw:frame><draw:text-box><text:p>第一页文字</text:p></draw:text-box></draw:frame></draw:page><draw:page><draw:frame><draw:text-box><text:p>另一页</text:p></draw:text-box></draw:frame></draw:page></office:presentation>"),
            "a.odp");

        document.Blocks.Select(block => block.Page).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task An_encrypted_OpenDocument_file_needs_its_password() =>
        (await Read.RefusalAsync(OfficeFiles.OpenDocument("text", "", "<manifest><encryption-data/></manifest>"), "a.odt")).Code.ShouldBe("password_needed");

    [Fact]
    public async Task A_file_that_breaks_off_is_read_up_to_there()
    {
        var document = await Read.Async(
            OfficeFiles.Zip(("word/document.xml", "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>开头还在</w:t></w:r></w:p><w:p><w:r><w:t>断")), "a.docx");

        document.Shown().ShouldBe("开头还在");
        document.Warnings.ShouldHaveSingleItem().Code.ShouldBe("broken");
    }
}
