using WeChatPlatform.Contracts;

namespace WeChatPlatform.Rag.Tests;

public sealed class FollowUpTests
{
    [Theory]
    [InlineData("7kW充电桩多少钱", "那11kW的呢？", "11kW充电桩多少钱")]
    [InlineData("7kW充电桩多少钱", "保修多久", "7kW充电桩保修多久")]
    [InlineData("7kW充电桩多少钱", "它保修几年啊", "7kW充电桩保修几年啊")]
    [InlineData("E03是什么故障", "那E05呢", "E05是什么故障")]
    [InlineData("充电桩怎么安装", "那个呢？", "充电桩怎么安装")]
    public void A_question_that_leans_on_the_one_before_becomes_a_full_one(string before, string now, string full) =>
        FollowUp.Complete(now, [new ChatLine("customer", before), new ChatLine("assistant", "好的。")]).ShouldBe(full);

    [Theory]
    [InlineData("请问你们充电桩安装费用是多少钱")]
    [InlineData("发票可以开专票吗，多久能寄到")]
    public void A_question_that_stands_by_itself_stays_as_it_is(string now) =>
        FollowUp.Complete(now, [new ChatLine("customer", "7kW充电桩多少钱")]).ShouldBeNull();

    [Fact]
    public void Courtesies_between_are_passed_over_and_what_leans_builds_on_what_leaned() =>
        FollowUp.Complete(
            "那22kW呢",
            [new ChatLine("customer", "7kW充电桩多少钱"), new ChatLine("customer", "好的"), new ChatLine("customer", "那11kW的呢"), new ChatLine("customer", "谢谢")])
            .ShouldBe("22kW充电桩多少钱");

    [Fact]
    public void Without_anything_asked_before_there_is_nothing_to_build_on() =>
        FollowUp.Complete("那个呢", [new ChatLine("assistant", "您好")]).ShouldBeNull();
}
