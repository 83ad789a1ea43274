using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Tests.Learning;

/// <summary>Nothing personal is kept. All names and numbers here are made up.</summary>
public sealed class SpokenTextTests
{
    [Theory]
    [InlineData("手机 13812345678", "手机 [电话]")]
    [InlineData("邮箱 13812345678@example.com", "邮箱 [邮箱]")]
    [InlineData("微信号 abc_12345", "微信号 [微信号]")]
    [InlineData("加我 wxid_abcdef123456", "加我 [微信号]")]
    [InlineData("QQ：123456789", "QQ：[QQ号]")]
    [InlineData("车牌粤B12345充电", "车牌[车牌号]充电")]
    [InlineData("q号 123456789", "q号 [QQ号]")]
    [InlineData("单号 SF1234567890123", "单号 [单号]")]
    [InlineData("王先生，您好", "[姓名]，您好")]
    [InlineData("李总 这边报价", "[姓名] 这边报价")]
    public void What_leads_to_a_person_is_taken_out(string text, string redacted) => PersonalData.RedactSpoken(text, []).ShouldBe(redacted);

    [Theory]
    [InlineData("E01 故障怎么处理")]
    [InlineData("7kW 多少钱，1880 元吗")]
    [InlineData("售后电话 400-800-1234")]
    [InlineData("人工费怎么算，技术总监在吗")]
    [InlineData("高总价房的电表")]
    [InlineData("要求施工方先接地线，安装工作几天做完")]
    public void What_does_not_lead_to_anybody_stays(string text) => PersonalData.RedactSpoken(text, []).ShouldBe(text);

    [Fact]
    public void The_customers_name_goes_in_every_form_in_which_staff_write_it()
    {
        PersonalData.RedactSpoken("张三丰：充电桩怎么装", ["K0001 张三丰"]).ShouldBe("[姓名]：充电桩怎么装");
        PersonalData.RedactSpoken("Anna 问充电桩怎么装", ["anna"]).ShouldBe("[姓名] 问充电桩怎么装");
    }

    [Fact]
    public void A_text_without_its_marks_is_what_nobody_is_in() => PersonalData.WithoutMarks("[姓名]的单号[单号]到哪了").ShouldBe("的单号到哪了");

    [Fact]
    public void A_customer_without_a_name_costs_no_text() => PersonalData.RedactSpoken("充电桩怎么装", ["", " ", "桩"]).ShouldBe("充电桩怎么装");
}
