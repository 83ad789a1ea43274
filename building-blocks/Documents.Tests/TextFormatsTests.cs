using System.Text;

namespace WeChatPlatform.Documents.Tests;

public class TextFormatsTests
{
    private const string Sample = "充电桩显示故障代码时，请先断开电源，等待三十秒再重新上电；如果还是不行，请联系我们的客服处理。";

    static TextFormatsTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("gb18030", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", false)]
    public async Task Text_is_read_in_the_encoding_that_it_is_in(string encoding, bool mark)
    {
        var by = Encoding.GetEncoding(encoding);

        var document = await Read.Async([.. mark ? by.GetPreamble() : [], .. by.GetBytes(Sample)], "说明.txt");

        document.Shown().ShouldBe(Sample);
    }

    [Fact]
    public async Task Traditional_text_in_Big5_is_told_from_text_in_GBK()
    {
        const string Text = "如果您的訂單還沒有出貨，請先與我們的客服聯絡，我們會盡快為您處理退款的問題。";

        (await Read.Async(Encoding.GetEncoding("big5").GetBytes(Text), "a.txt")).Shown().ShouldBe(Text);
    }

    [Theory]
    [InlineData("中文", "gb18030")]
    [InlineData("Crème brûlée, à la carte", "windows-1252")]
    public async Task A_few_words_are_read_too(string text, string encoding) =>
        (await Read.Async(Encoding.GetEncoding(encoding).GetBytes(text), "a.txt")).Shown().ShouldBe(text);

    [Fact]
    public async Task Bytes_in_an_encoding_that_nobody_knows_are_refused_and_not_guessed()
    {
        var bytes = Enumerable.Range(0, 400).SelectMany(at => new[] { (byte)(0xC4 + (at * 7 % 50)), (byte)(0xA1 + (at * 13 % 90)) }).ToArray();

        (await Read.RefusalAsync(bytes, "a.txt")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe("broken"), r => r.Message.ShouldContain("编码"));
    }

    [Fact]
    public async Task Plain_text_has_headings_by_their_numbers_and_lists_by_their_marks()
    {
        var document = await Read.Async("第一章 概述\n\n本品供电动汽车使用。\n请先阅读。\n\n1.1 参数\n1. 功率\n2. 电压\n\n价格为1.5元。", "手册.txt");

        document.Shown().ShouldBe("# 第一章 概述\n本品供电动汽车使用。\n请先阅读。\n## 1.1 参数\n* 1. 功率\n* 2. 电压\n价格为1.5元。");
    }

    [Fact]
    public async Task Plain_text_with_questions_and_answers_is_questions()
    {
        var document = await Read.Async("问：多久发货？\n答：当天发货。\n周日除外。\n\nQ: Is it heavy?\nA: No.", "faq.txt");

        document.Shown().ShouldBe("? 多久发货？ [] 当天发货。\n周日除外。\n? Is it heavy? [] No.");
    }

    [Fact]
    public async Task Markdown_has_its_structure_and_no_marks_of_layout()
    {
        var document = await Read.Async("---\ntags: x\n---\n# 手册\n\n**先**断电，见[说明](http://a/)。\n\n- 一\n  - 里\n- 二\n\n| 代码 | 含义 |\n|---|---|\n| E03 | `通信` |\n\n```\ncode\n```\n", "a.md");

        document.Shown().ShouldBe("# 手册\n先断电，见说明。\n* - 一\n* - 里\n* - 二\n| 代码 | 含义 |\n| E03 | 通信 |\ncode");
    }

    [Fact]
    public async Task A_page_has_its_structure_and_nothing_that_is_not_seen()
    {
        var document = await Read.Async(
            "<!doctype html><html><head><title>帮助</title><style>p{}</style></head><body><nav>首页</nav><main><h1>退货</h1><p>七天内<b>可退</b><br>运费自理</p><ul><li>衣服</li><li>鞋<ul><li>童鞋</li></ul></li></ul><script>x</script><table><tr><th>档</th><th>价</th></tr><tr><td>一</td><td>9</td></tr></table><div>直接文字</div></main></body></html>",
            "a.html");

        document.Shown().ShouldBe("# 退货\n七天内可退\n运费自理\n* - 衣服\n* - 鞋\n* - 童鞋\n| 档 | 价 |\n| 一 | 9 |\n直接文字");
        document.Title.ShouldBe("帮助");
    }

    [Fact]
    public async Task Xml_gives_its_texts_and_resolves_no_entity()
    {
        var document = await Read.Async("<?xml version=\"1.0\"?><faq><item><title>退货</title><text>七天内&amp;包邮</text></item></faq>", "a.xml");

        document.Shown().ShouldBe("## 退货\n七天内&包邮");
    }

    [Fact]
    public async Task Json_with_questions_is_questions_and_a_list_of_objects_is_a_table()
    {
        (await Read.Async("""{"data":[{"question":"贵吗","similar":["多少钱"],"answer":"99元","category":"价格"}]}""", "a.json"))
            .Shown().ShouldBe("? 贵吗 [多少钱] 99元");
        (await Read.Async("""[{"代码":"E01","含义":"过压"},{"代码":"E02","含义":"欠压"}]""", "a.json"))
            .Shown().ShouldBe("| 代码 | 含义 |\n| E01 | 过压 |\n| E02 | 欠压 |");
    }

    [Fact]
    public async Task A_line_that_is_no_json_is_told_and_the_others_are_read()
    {
        var document = await Read.Async("{\"question\":\"一\",\"answer\":\"甲\"}\n{oops\n{\"question\":\"二\",\"answer\":\"乙\"}\n", "faq.jsonl");

        document.Shown().ShouldBe("? 一 [] 甲\n? 二 [] 乙");
        document.Warnings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.Code.ShouldBe("broken_line"), w => w.Page.ShouldBe(2));
    }

    [Fact]
    public async Task Csv_with_question_columns_is_questions_whatever_their_order()
    {
        var document = await Read.Async("分类,答案（必填）,问题,相似问\n售后,\"七天内,\n可退\",能退吗,退货|怎么退\n,,少一半,\n", "faq.csv");

        document.Shown().ShouldBe("| 分类 | 答案（必填） | 问题 | 相似问 |\n? 能退吗 [退货, 怎么退] 七天内,\n可退\n少一半");
        document.Warnings.ShouldHaveSingleItem().Code.ShouldBe("incomplete_questions");
    }

    [Fact]
    public async Task Csv_that_is_not_quoted_rightly_is_taken_as_it_is_written()
    {
        var document = await Read.Async("型号,说明\nA,\"5\" 屏\"\nB,\"没有结束\nC,好", "a.csv");

        document.Shown().ShouldBe("| 型号 | 说明 |\n| A | 5\" 屏 |\n| B | \"没有结束 |\n| C | 好 |");
    }

    [Fact]
    public async Task Tsv_is_a_table() =>
        (await Read.Async("代码\t含义\nE01\t过压\n", "a.tsv")).Shown().ShouldBe("| 代码 | 含义 |\n| E01 | 过压 |");

    [Fact]
    public async Task A_mail_gives_subject_and_text_and_names_what_is_attached()
    {
        var document = await Read.Async(
            Encoding.Latin1.GetBytes(
                "From: a@example.com\r\nSubject: =?GB2312?B?" + Convert.ToBase64String(Encoding.GetEncoding("gb18030").GetBytes("退货")) + "?= ok\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"b1\"\r\n\r\nignored\r\n--b1\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E4=B8=83=E5=A4=A9=E5=86=\r\n=85\r\n--b1\r\n"
                + "Content-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.GetEncoding("gb18030").GetBytes("<p>可退</p>")) + "\r\n--b1\r\n"
                + "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=x.pdf\r\n\r\nx\r\n--b1--\r\n"),
            "信.eml");

        document.Shown().ShouldBe("# 退货 ok\n七天内\n可退");
        document.Warnings.ShouldHaveSingleItem().Code.ShouldBe("attachment_left_out");
    }

    [Fact]
    public async Task A_page_under_the_name_of_a_workbook_is_read_as_what_it_is_and_told()
    {
        var document = await Read.Async("<html><body><table><tr><td>代码</td><td>含义</td></tr><tr><td>E01</td><td>过压</td></tr></table></body></html>", "导出.xls");

        document.Format.ShouldBe("html");
        document.Warnings.ShouldHaveSingleItem().Code.ShouldBe("mislabelled");
    }

    [Fact]
    public async Task Words_under_the_name_of_a_document_are_refused() =>
        (await Read.RefusalAsync("not a document"u8.ToArray(), "a.docx")).Code.ShouldBe("mislabelled");

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "a.gz", "gzip")]
    [InlineData(new[] { (byte)'{', (byte)'\\', (byte)'r', (byte)'t', (byte)'f', (byte)'1', (byte)' ', (byte)'a', (byte)'}' }, "说明.rtf", "Save it as docx")]
    [InlineData(new byte[] { 3, 5, 0, 1, 2, 0, 0, 1, 0x41, 0, 0x1a }, "a.dbf", "dbf")]
    public async Task Formats_that_are_not_supported_are_refused_by_their_name(byte[] content, string name, string said) =>
        (await Read.RefusalAsync(content, name)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe("unsupported_format"), r => r.Message.ShouldContain(said));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\r\n")]
    public async Task A_file_without_words_is_empty(string text) =>
        (await Read.RefusalAsync(Encoding.UTF8.GetBytes(text), "a.txt")).Code.ShouldBe("empty");
}
