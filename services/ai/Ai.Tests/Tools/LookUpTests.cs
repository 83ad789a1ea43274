using WeChatPlatform.Ai.Tools;

namespace WeChatPlatform.Ai.Tests.Tools;

/// <summary>The look-ups with the real erp-sync behind them.</summary>
[Collection<AskedPlatform>]
public sealed class LookUpTests(AskedPlatform platform)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contact_is_offered_all_look_ups_and_nobody_only_those_of_products()
    {
        (await Asking.OfferedAsync(platform.Tools, Asking.For("张三"))).ShouldBe(ErpTools.Names);
        (await Asking.OfferedAsync(platform.Tools, Asking.For(" "))).ShouldBe(["look_up_price", "look_up_stock"]);
    }

    [Fact]
    public async Task A_contact_s_own_orders_are_evidence()
    {
        var outcome = await platform.Tools.CallAsync(Asking.Call("look_up_orders"), Asking.For("张三"), Ct);

        outcome.Refused.ShouldBeFalse();
        outcome.Found.Select(fact => fact.Id).ShouldBe(["order:DD20261105003", "order:DD20261008001"]);
        outcome.Found.ShouldAllBe(fact => fact.Kind == "erp");
        Asking.Read(outcome).GetProperty("facts")[0].GetProperty("text").GetString().ShouldBe(outcome.Found[0].Text);
        Asking.Read(outcome).GetProperty("not_known").EnumerateArray().Select(word => word.GetString()).ShouldContain("payment");
    }

    [Theory]
    [InlineData("look_up_orders")]
    [InlineData("look_up_logistics")]
    public async Task An_order_of_another_contact_is_never_told_by_whatever_number(string tool)
    {
        foreach (var number in new[] { "DD20261112002", "SF1391120365", " dd20261112002 " })
        {
            var outcome = await platform.Tools.CallAsync(Asking.Call(tool, ("number", number)), Asking.For("张三"), Ct);

            Asking.Word(outcome).ShouldBe("not_found");
            outcome.Found.ShouldBeEmpty();
            ((string)outcome.Result.Result!).ShouldNotContain("11kW");
        }
    }

    [Theory]
    [InlineData("contact", "李四")]
    [InlineData("agent_id", "agent-2")]
    public async Task Whom_to_tell_is_no_argument(string name, string value)
    {
        var outcome = await platform.Tools.CallAsync(Asking.Call("look_up_orders", (name, value)), Asking.For("张三"), Ct);

        (outcome.Refused, Asking.Word(outcome), outcome.Found.Count).ShouldBe((true, "refused", 0));
    }

    [Fact]
    public async Task Orders_are_not_told_where_nobody_is_known()
    {
        var outcome = await platform.Tools.CallAsync(Asking.Call("look_up_orders"), Asking.For(null), Ct);

        (outcome.Refused, outcome.Name).ShouldBe((true, "unknown"));
    }

    [Theory]
    [InlineData("look_up_price", "7kW", "price:P-AC07", "价格 1880.00 元/台")]
    [InlineData("look_up_stock", "11 kW 充电桩", "stock:P-AC11", "现货 58 台")]
    public async Task Prices_and_stock_are_told_to_anybody(string tool, string product, string id, string told)
    {
        var outcome = await platform.Tools.CallAsync(Asking.Call(tool, ("product", product)), Asking.For(null), Ct);

        outcome.Found.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            fact => fact.Id.ShouldBe(id), fact => fact.Text.ShouldContain(told));
    }

    [Fact]
    public async Task Logistics_are_carrier_and_number_and_where_the_parcel_is_stays_unknown()
    {
        var outcome = await platform.Tools.CallAsync(
            Asking.Call("look_up_logistics", ("number", "DD20261105003")), Asking.For("张三"), Ct);

        outcome.Found.ShouldHaveSingleItem().Text.ShouldContain("顺丰速运，物流单号 SF1390457718");
        Asking.Read(outcome).GetProperty("not_known").EnumerateArray().Select(word => word.GetString()).ShouldContain("parcel_location");
    }
}
