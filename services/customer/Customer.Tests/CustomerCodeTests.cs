namespace WeChatPlatform.Customer.Tests;

public sealed class CustomerCodeTests
{
    [Theory]
    [InlineData(1, "K0001")]
    [InlineData(9999, "K9999")]
    [InlineData(10000, "K10000")]
    public void Codes_have_at_least_four_digits(long number, string code) =>
        CustomerCode.Of(number).ShouldBe(code);

    [Theory]
    [InlineData("K0001", "张三", "K0001 张三")]
    [InlineData("K0001", " 张三 ", "K0001 张三")]
    [InlineData("K0001", "", "K0001")]
    [InlineData("K0001", "K0001 张三", "K0001 张三")]
    [InlineData("K0001", "k0001张三", "K0001 张三")]
    [InlineData("K0001", "K00012 李四", "K0001 K00012 李四")]
    public void The_display_form_has_the_code_once(string code, string name, string display) =>
        CustomerCode.Display(code, name).ShouldBe(display);
}
