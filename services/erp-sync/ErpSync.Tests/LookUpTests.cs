using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Edge;
using WeChatPlatform.Testing;

namespace WeChatPlatform.ErpSync.Tests;

public sealed class LookUpTests
{
    private const string Products = "产品编号,产品名称,型号,别名,单价,单位,库存\n"
        + "P-007,7kW家用充电桩,AC-07,7kW|家用桩,1880,台,35\nP-011,11kW家用充电桩,AC-11,11kW,2580,台,0\n";

    private const string Orders = "订单号,联系人,产品,数量,金额,状态,物流公司,物流单号,下单时间\n"
        + "DD20260501001,张三,桩,1,1880,已签收,顺丰速运,SF1000000001,2026-05-01\n"
        + "DD20260502001,张三,立柱,1,260,待发货,,,2026-05-02\n"
        + "DD20260505001,李四,桩,1,1880,已发货,,,2026-05-05\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contact_s_orders_and_parcels_are_told_and_nobody_else_s()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);
        await ImportAsync(service);

        (await IdsAsync(service, "orders", new { contact = "张三" })).ShouldBe(["found", "order:DD20260502001", "order:DD20260501001"]);
        (await IdsAsync(service, "orders", new { contact = " 张三 ", number = "sf1000000001" })).ShouldBe(["found", "order:DD20260501001"]);
        (await IdsAsync(service, "orders", new { contact = "张三", number = "DD20260505001" })).ShouldBe(["not_found"]);
        (await IdsAsync(service, "logistics", new { contact = "李四", number = "DD20260505001" })).ShouldBe(["found", "logistics:DD20260505001"]);
        (await IdsAsync(service, "logistics", new { contact = "王五" })).ShouldBe(["not_found"]);
    }

    [Theory]
    [InlineData("prices", "家用桩", "found", "price:P-007", "7kW家用充电桩（型号 AC-07）：价格 1880.00 元/台。")]
    [InlineData("prices", "11 kW 的那款", "found", "price:P-011", "11kW家用充电桩（型号 AC-11）：价格 2580.00 元/台。")]
    [InlineData("stock", "AC-11", "found", "stock:P-011", "11kW家用充电桩（型号 AC-11）：暂时缺货。")]
    [InlineData("stock", "充电桩", "found", "stock:P-007", "7kW家用充电桩（型号 AC-07）：现货 35 台。")]
    [InlineData("stock", "冰箱", "not_found", null, null)]
    public async Task A_product_is_told_by_what_it_is_called(string what, string product, string outcome, string? first, string? text)
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);
        await ImportAsync(service);

        var answer = await AnswerAsync(service, what, new { product });

        answer.GetProperty("outcome").GetString().ShouldBe(outcome);
        var facts = answer.GetProperty("facts").EnumerateArray().ToList();
        (facts.Count > 0 ? facts[0].GetProperty("id").GetString() : null).ShouldBe(first);
        (facts.Count > 0 ? facts[0].GetProperty("text").GetString() : null)?.ShouldStartWith(text!);
    }

    [Fact]
    public async Task What_the_mirror_was_never_filled_with_is_unknown_and_what_it_never_holds_is_named()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);

        (await IdsAsync(service, "orders", new { contact = "张三" })).ShouldBe(["unknown"]);
        (await IdsAsync(service, "stock", new { product = "家用桩" })).ShouldBe(["unknown"]);
        (await AnswerAsync(service, "logistics", new { contact = "张三" })).GetProperty("not_known").EnumerateArray()
            .Select(word => word.GetString()).ShouldContain("parcel_location");
    }

    [Fact]
    public async Task Who_is_no_service_looks_nothing_up_and_a_question_needs_its_subject()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);

        using var admin = await service.Admin.PostAsJsonAsync("/api/v1/erp/lookups/orders", new { contact = "张三" }, Ct);
        using var empty = await Service(service).PostAsJsonAsync("/api/v1/erp/lookups/orders", new { contact = " " }, Ct);
        using var nothing = await Service(service).PostAsJsonAsync("/api/v1/erp/lookups/prices", new { }, Ct);

        admin.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        nothing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Orders_are_listed_by_number_page_by_page()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);
        await ImportAsync(service);

        var first = await service.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/erp/orders?limit=2", Ct);
        var second = await service.Viewer.GetFromJsonAsync<JsonElement>(
            $"/api/v1/erp/orders?limit=2&after={first.GetProperty("next").GetString()}", Ct);
        var own = await service.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/erp/orders?contact=%E6%9D%8E%E5%9B%9B", Ct);

        Numbers(first).ShouldBe(["DD20260505001", "DD20260502001"]);
        Numbers(second).ShouldBe(["DD20260501001"]);
        second.TryGetProperty("next", out _).ShouldBeFalse();
        Numbers(own).ShouldBe(["DD20260505001"]);
    }

    private static IEnumerable<string?> Numbers(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("order_no").GetString());

    private static Task<TestHost> StartAsync(TestDatabases databases) => TestHost.StartAsync(new ErpSyncModule(), databases);

    private static HttpClient Service(TestHost service) => service.As(Caller.Service("ai"));

    private static async Task<JsonElement> AnswerAsync(TestHost service, string what, object question)
    {
        using var answer = await Service(service).PostAsJsonAsync($"/api/v1/erp/lookups/{what}", question, Ct);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task<IReadOnlyList<string?>> IdsAsync(TestHost service, string what, object question)
    {
        var answer = await AnswerAsync(service, what, question);
        return
        [
            answer.GetProperty("outcome").GetString(),
            .. answer.GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("id").GetString()),
        ];
    }

    private static async Task ImportAsync(TestHost service)
    {
        using var products = await service.Admin.PostAsync("/api/v1/erp/imports/products", new StringContent(Products), Ct);
        using var orders = await service.Admin.PostAsync("/api/v1/erp/imports/orders", new StringContent(Orders), Ct);
        products.EnsureSuccessStatusCode();
        orders.EnsureSuccessStatusCode();
    }
}
