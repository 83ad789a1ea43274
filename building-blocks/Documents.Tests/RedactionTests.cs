namespace WeChatPlatform.Documents.Tests;

public class RedactionTests
{
    [Theory]
    [InlineData("联系 13812345678 李工", "联系 [电话] 李工")]
    [InlineData("发到 13812345678@qq.com 即可", "发到 [邮箱] 即可")]
    [InlineData("身份证11010519491231002X收", "身份证[证件号]收")]
    [InlineData("卡号 6222 0212 3456 7890 123", "卡号 [银行卡号]")]
    [InlineData("加微信号：li_gong-88 咨询", "加微信号：[微信号] 咨询")]
    [InlineData("加微信ligong88咨询", "加微信[微信号]咨询")]
    [InlineData("1.6222021234567890 是卡", "1.[银行卡号] 是卡")]
    [InlineData("QQ：123456789", "QQ：[QQ号]")]
    [InlineData("车牌沪A·D12345和京AF0236在场", "车牌[车牌号]和[车牌号]在场")]
    [InlineData("收货地址：幸福路18号3幢502室，李工", "收货地址：[地址]，李工")]
    public void What_leads_to_a_person_is_taken_out(string text, string expected) => Redacted(text).ShouldBe(expected);

    [Theory]
    [InlineData("型号 AC-7-0032，价格1999元，400-800-1234")]
    [InlineData("订单 20240607123456 已发货")]
    [InlineData("微信支付 wechatpay 可用，请关注公众号")]
    [InlineData("云南A座 京东自营")]
    [InlineData("from pyweixin import Messages，打开微信Navigator")]
    [InlineData("compression_ratio: 1.4111111111111111")]
    public void What_leads_to_nobody_stays(string text) => Redacted(text).ShouldBe(text);

    [Fact]
    public void What_is_the_companys_own_stays_however_it_is_written()
    {
        var (document, count) = Redaction.Apply(
            Document(new ParagraphBlock("售后 021-1234 5678，service@example.com；张工 13912345678", 1)), ["(021) 12345678", "Service@Example.com"]);

        document.Shown().ShouldBe("售后 021-1234 5678，service@example.com；张工 [电话]");
        count.ShouldBe(1);
    }

    [Fact]
    public void A_cell_is_read_with_the_heading_of_its_column()
    {
        var (document, count) = Redaction.Apply(Document(new TableBlock(["姓名", "联系电话", "数量"], [["王", "65551234", "65551234"]], 1)), []);

        document.Shown().ShouldBe("| 姓名 | 联系电话 | 数量 |\n| 王 | [电话] | 65551234 |");
        count.ShouldBe(1);
    }

    [Fact]
    public void A_row_that_was_taken_for_a_header_is_redacted_too()
    {
        var (document, count) = Redaction.Apply(Document(new TableBlock(["王师傅", "13812345678（微信同号）"], [["李师傅", "13912345678"]], 1)), []);

        document.Shown().ShouldNotContain("138");
        document.Shown().ShouldContain("| 王师傅 | [电话]");
        count.ShouldBe(2);
    }

    [Fact]
    public void Questions_lists_titles_and_properties_are_redacted_too()
    {
        var (document, count) = Redaction.Apply(
            new ExtractedDocument("xlsx", "13812345678", [new QuestionBlock("打 13812345678 吗", ["13812345678"], "是 13812345678", null, null), new ListBlock(["- 13812345678"], null)], [])
            {
                Properties = [new DocumentProperty("creator", "13812345678")],
            },
            []);

        (document.Title + document.Text()).ShouldNotContain("138");
        count.ShouldBe(6);
        document.Warnings.ShouldHaveSingleItem().Code.ShouldBe("redacted");
    }

    [Fact]
    public void A_document_without_any_is_the_same_document()
    {
        var document = Document(new ParagraphBlock("七天内可退。", 1));

        Redaction.Apply(document, []).Document.ShouldBeSameAs(document);
    }

    private static string Redacted(string text) => Redaction.Apply(Document(new ParagraphBlock(text, 1)), []).Document.Shown();

    private static ExtractedDocument Document(Block block) => new("txt", null, [block], []);
}
