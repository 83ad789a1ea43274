using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.ErpSync.Tests;

public sealed class ErpSyncServiceTests
{
    private const string OrderHeader = "订单号,联系人,产品,数量,金额,状态,物流公司,物流单号,下单时间\n";
    private const string Products = "产品编号,产品名称,型号,别名,单价,单位,库存\nP-007,7kW家用充电桩,AC-07,7kW|家用桩,1880,台,35\n";

    private const string Orders = OrderHeader
        + "DD20260501001,张三,桩,1,1880,已签收,顺丰速运,SF1000000001,2026-05-01\n"
        + "DD20260502001,张三,立柱,1,260,已发货,顺丰速运,SF1000000002,2026-05-02\n"
        + "DD20260503001,张三,线,1,200,待发货,,,2026-05-03\n"
        + "DD20260504001,张三,卡,1,15,待付款,,,2026-05-04\n"
        + "DD20260505001,李四,桩,1,1880,已发货,,,2026-05-05\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("张三", "我的订单发货了吗", new[] { "order:DD20260504001", "order:DD20260503001", "order:DD20260502001" })]
    [InlineData("张三", "订单dd20260501001到哪了", new[] { "order:DD20260501001" })]
    [InlineData("张三", "SF1000000002 到哪了", new[] { "order:DD20260502001" })]
    [InlineData("张三", "订单DD20260505001到哪了", new string[0])]
    [InlineData("李四", "快递到哪了", new[] { "order:DD20260505001" })]
    [InlineData("王五", "我的订单呢", new string[0])]
    [InlineData("", "我的订单呢", new string[0])]
    [InlineData("王五", "7千瓦的多少钱", new[] { "product:P-007" })]
    [InlineData("张三", "今天天气怎么样", new string[0])]
    public async Task A_contact_is_told_of_products_and_of_its_own_orders_only(string contact, string question, string[] facts)
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);
        using var orders = await ImportAsync(service, "orders", Orders);
        using var products = await ImportAsync(service, "products", Products);
        var turn = Guid.CreateVersion7();

        await service.PublishAsync(new LookUpErpFacts(turn, Guid.CreateVersion7(), contact, question, DateTimeOffset.UnixEpoch));

        var found = await service.NextAsync<ErpFactsFound>(answer => answer.TurnId == turn);
        found.Facts.Select(fact => fact.Id).ShouldBe(facts);
    }

    [Fact]
    public async Task A_second_import_replaces_rows_by_their_key()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);
        using var first = await ImportAsync(service, "products", Products);

        using var second = await ImportAsync(service, "products", Products.Replace("1880,台,35", "1980,台,0", StringComparison.Ordinal));

        (await second.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("rows").GetInt32().ShouldBe(1);
        (await AskAsync(service, "家用桩多少钱")).Facts.ShouldHaveSingleItem().Text.ShouldStartWith(
            "7kW家用充电桩（型号 AC-07）：价格 1980.00 元/台，暂时缺货。");
    }

    [Fact]
    public async Task A_file_with_faults_is_refused_as_a_whole()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);

        using var refused = await ImportAsync(service, "products", Products + "P-008,,,,many,台,-1\n");

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("title").GetString().ShouldBe("erp_import_refused");
        problem.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("line").GetInt32()).ShouldBe([3, 3, 3]);
        (await AskAsync(service, "7kW多少钱")).Facts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_kinds_are_not_found_and_only_an_admin_imports()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await StartAsync(databases);

        using var unknown = await ImportAsync(service, "customers", Products);
        using var forbidden = await service.Viewer.PostAsync("/api/v1/erp/imports/products", new StringContent(Products), Ct);

        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_import_folder_is_loaded_once_and_again_when_it_changed()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("erp-");
        try
        {
            var file = Path.Combine(folder.FullName, "products.csv");
            await File.WriteAllTextAsync(file, Products, Ct);
            await using (var first = await StartAsync(databases, ("ErpSync:ImportFolder", folder.FullName)))
            {
                using var newer = await ImportAsync(first, "products", Products.Replace("1880", "1780", StringComparison.Ordinal));
            }

            await using (var second = await StartAsync(databases, ("ErpSync:ImportFolder", folder.FullName)))
            {
                (await AskAsync(second, "7kW多少钱")).Facts[0].Text.ShouldContain("1780.00");
            }

            await File.WriteAllTextAsync(file, Products.Replace("1880", "1680", StringComparison.Ordinal), Ct);
            await using var third = await StartAsync(databases, ("ErpSync:ImportFolder", folder.FullName));
            (await AskAsync(third, "7kW多少钱")).Facts[0].Text.ShouldContain("1680.00");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_sample_files_have_no_faults()
    {
        foreach (var kind in new[] { MirrorFile.OrdersKind, MirrorFile.ProductsKind })
        {
            var path = Path.Combine(Root(), "samples", "charging-pile-shop", "erp", $"{kind}.csv");
            MirrorFile.Read(kind, File.ReadAllBytes(path), DateTimeOffset.UnixEpoch, TimeSpan.FromHours(8)).Faults.ShouldBeEmpty();
        }
    }

    private static Task<TestHost> StartAsync(
        TestDatabases databases, params IReadOnlyList<(string Key, string Value)> settings) =>
        TestHost.StartAsync(new ErpSyncModule(), databases, settings);

    private static Task<HttpResponseMessage> ImportAsync(TestHost service, string kind, string csv) =>
        service.Admin.PostAsync($"/api/v1/erp/imports/{kind}", new StringContent(csv), Ct);

    private static async Task<ErpFactsFound> AskAsync(TestHost service, string question)
    {
        var turn = Guid.CreateVersion7();
        await service.PublishAsync(new LookUpErpFacts(turn, Guid.CreateVersion7(), "张三", question, DateTimeOffset.UnixEpoch));
        return await service.NextAsync<ErpFactsFound>(answer => answer.TurnId == turn);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "WeChatPlatform.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
