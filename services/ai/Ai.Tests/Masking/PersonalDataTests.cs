using FsCheck;
using FsCheck.Fluent;
using WeChatPlatform.Llm;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Ai.Tests.Masking;

public class PersonalDataTests
{
    // Numbers are made up: the card and identity numbers carry valid check digits of ranges that are given to nobody.
    [Theory]
    [InlineData("我的手机是13812345678，请回电", "我的手机是[电话]，请回电")]
    [InlineData("电话138-1234-5678", "电话[电话]")]
    [InlineData("138 1234 5678或者139.1234.5678", "[电话]或者[电话]")]
    [InlineData("+86 13812345678", "[电话]")]
    [InlineData("8613812345678", "[电话]")]
    [InlineData("手机１３８１２３４５６７８", "手机[电话]")]
    [InlineData("1 3 8 1 2 3 4 5 6 7 8", "[电话]")]
    [InlineData("138\u200b1234\u200b5678", "[电话]")]
    [InlineData("幺三八一二三四五六七八", "[电话]")]
    [InlineData("一三八 一二三四 五六七八是我", "[电话]是我")]
    [InlineData("座机010-88886666转801", "座机[电话]")]
    [InlineData("（0755）26541234", "[电话]")]
    [InlineData("call +1 415-555-0132 please", "call [电话] please")]
    [InlineData("微信：13912345678", "微信：[电话]")]
    [InlineData("联系方式：6541 2345", "联系方式：[电话]")]
    [InlineData("身份证110101199003070011", "身份证[证件号]")]
    [InlineData("11010119900307001x", "[证件号]")]
    [InlineData("110101 19900307 0011", "[证件号]")]
    [InlineData("老证110101900307001", "老证[证件号]")]
    [InlineData("护照号E12345678", "护照号[证件号]")]
    [InlineData("卡号6222021234567890", "卡号[银行卡号]")]
    [InlineData("打到 6222 0212 3456 7890 123 吧", "打到 [银行卡号] 吧")]
    [InlineData("4111 1111 1111 1111", "[银行卡号]")]
    [InlineData("4111-1111-1111-1111，13812345678", "[银行卡号]，[电话]")]
    [InlineData("账号：0123456789012", "账号：[银行卡号]")]
    [InlineData("13812345678 110101199003070011", "[电话] [证件号]")]
    public void Numbers_of_persons_are_taken_out(string text, string masked) => PersonalData.Mask(text).ShouldBe(masked);

    [Theory]
    [InlineData("寄到广东省深圳市南山区科技园南路88号3栋1202室", "寄到[地址]")]
    [InlineData("我住在北京市朝阳区建国路88号院3号楼2单元501", "我住在[地址]")]
    [InlineData("地址是中山北路１２３号", "地址是[地址]")]
    [InlineData("上海市浦东新区世纪大道100弄5号602室，电话13812345678", "[地址]，电话[电话]")]
    [InlineData("家在阳光花园3栋2单元1101室。", "家在[地址]。")]
    [InlineData("请送到望京街道悠乐汇B座2005室", "请送到[地址]")]
    [InlineData("湖南省长沙县春华镇九木村3组", "[地址]")]
    [InlineData("收货地址：杭州余杭良渚文化村白鹭郡东88幢", "收货地址：[地址]")]
    [InlineData("浙江省杭州市余杭区文一西路", "[地址]")]
    [InlineData("建国路88号13812345678", "[地址][电话]")]
    public void Postal_addresses_are_taken_out(string text, string masked) => PersonalData.Mask(text).ShouldBe(masked);

    [Theory]
    [InlineData("7kW充电桩多少钱？")]
    [InlineData("订单DD20261122001到哪了")]
    [InlineData("订单号 202611220001234567")]
    [InlineData("合同ZB-2026-0318金额128,000.00元")]
    [InlineData("价格998元，两台1996元，2026年11月22日发货")]
    [InlineData("售后热线400-123-4567")]
    [InlineData("800 810 1234")]
    [InlineData("电话4001234567")]
    [InlineData("发到深圳市南山区要几天")]
    [InlineData("北京市有门店吗")]
    [InlineData("电路3号开关跳闸")]
    [InlineData("第二回路5号断路器")]
    [InlineData("服务器地址是192.168.100.200:8080")]
    [InlineData("充电桩3号枪红灯亮")]
    [InlineData("SN 88123456789012345")]
    [InlineData("二〇二六年十一月二十二日")]
    [InlineData("参数：IP54，-30℃~50℃，380V±10%，63A")]
    [InlineData("手机是[电话]，住[地址]")]
    [InlineData("")]
    public void What_leads_to_nobody_stays(string text) => PersonalData.Mask(text).ShouldBe(text);

    [Fact]
    public void No_phone_survives_in_any_text_and_masking_twice_changes_nothing()
    {
        var parts = Gen.Elements("我的", "电话", "7kW", "，", " ", "-", "1", "138", "价格998元", "建国路88号", "a", "\n", "６", "三", "😀");
        var texts = from before in Gen.ListOf(parts)
                    from phone in Gen.Choose(0, 999_999_999)
                    from after in Gen.ListOf(parts)
                    select string.Concat(before) + $"。1{3 + (phone % 7)}{phone:D9}。" + string.Concat(after);
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var masked = PersonalData.Mask(text);
            var phone = text.Split('。')[1];
            return !masked.Contains(phone, StringComparison.Ordinal) && PersonalData.Mask(masked) == masked;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("区")]
    [InlineData("市路")]
    [InlineData("一路1")]
    [InlineData("1 ")]
    [InlineData("6222")]
    [InlineData("收货地址:省")]
    public void A_long_text_made_to_be_slow_is_masked_all_the_same(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));

        // The patterns have time limits of their own: one that ran away would throw.
        Should.NotThrow(() => PersonalData.Mask(text));
    }

    [Fact]
    public void A_mark_is_recognised()
    {
        PersonalData.HoldsMark("请拨打[电话]").ShouldBeTrue();
        PersonalData.HoldsMark("请拨打热线").ShouldBeFalse();
    }
}
