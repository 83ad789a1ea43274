using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Customer.Tests;

public sealed class CustomerServiceTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turns_that_meet_a_new_contact_at_the_same_time_find_one_customer()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new CustomerModule(), databases);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.PublishAsync(Identify("chat-1", "张三"))));

        await Eventually.Holds("twenty turns are answered", () => service.Published<CustomerIdentified>().Count == 20);
        service.Published<CustomerIdentified>().Select(found => found.CustomerId).Distinct().Count().ShouldBe(1);
        service.Published<CustomerIdentified>().ShouldAllBe(found => found.DisplayName == "K0001 张三" && found.Grade == "gray");
    }

    [Fact]
    public async Task Members_of_a_group_and_private_chats_are_different_customers()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new CustomerModule(), databases);

        await service.PublishAsync(Identify("group-1", "张三", isGroup: true));
        await service.PublishAsync(Identify("group-1", "李四", isGroup: true));
        await service.PublishAsync(Identify("chat-1", "张三"));
        await service.PublishAsync(Identify("group-1", "张三", isGroup: true));

        await Eventually.Holds("four turns are answered", () => service.Published<CustomerIdentified>().Count == 4);
        service.Published<CustomerIdentified>().Select(found => found.CustomerId).Distinct().Count().ShouldBe(3);
        service.Published<CustomerIdentified>().Select(found => found.Code).Distinct().Order().ShouldBe(["K0001", "K0002", "K0003"]);
    }

    [Fact]
    public async Task A_remark_that_staff_changed_is_the_new_name()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new CustomerModule(), databases);

        await service.PublishAsync(Identify("chat-1", "张三"));
        await service.NextAsync<CustomerIdentified>(found => found.DisplayName == "K0001 张三");
        await service.PublishAsync(Identify("chat-1", "K0001 张三丰"));

        (await service.NextAsync<CustomerIdentified>(found => found.DisplayName == "K0001 张三丰")).Code.ShouldBe("K0001");
    }

    [Fact]
    public async Task What_a_contact_wrote_is_counted_even_before_it_has_a_customer()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new CustomerModule(), databases);

        await Task.WhenAll(Enumerable.Range(1, 10).Select(minute => service.PublishAsync(Received("chat-1", "other", minute))));
        await service.PublishAsync(Received("chat-1", "own", 30));
        await service.PublishAsync(Identify("chat-1", "张三"));
        await service.NextAsync<CustomerIdentified>(_ => true);

        await Eventually.Holds("ten messages are counted", async () =>
            (await CustomersAsync(service, ""))[0].GetProperty("message_count").GetInt64() == 10);
        (await CustomersAsync(service, ""))[0].GetProperty("last_active_at").GetDateTimeOffset().ShouldBe(At.AddMinutes(10));
    }

    [Fact]
    public async Task Customers_are_listed_in_pages_and_found_by_code_and_name()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new CustomerModule(), databases);
        foreach (var name in new[] { "张三", "李四", "100%会员" })
        {
            await service.PublishAsync(Identify($"chat-{name}", name));
            await service.NextAsync<CustomerIdentified>(found => found.DisplayName.EndsWith(name, StringComparison.Ordinal));
        }

        var first = await service.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/customers?limit=2", Ct);
        var second = await service.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/customers?limit=2&after={first.GetProperty("next")}", Ct);

        Codes(first).ShouldBe(["K0003", "K0002"]);
        Codes(second).ShouldBe(["K0001"]);
        second.TryGetProperty("next", out _).ShouldBeFalse();
        (await CustomersAsync(service, "?q=k0002")).ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("李四");
        (await CustomersAsync(service, $"?q={Uri.EscapeDataString("%")}")).ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("100%会员");
    }

    [Fact]
    public async Task One_customer_is_shown_with_its_contacts_and_a_missing_one_is_a_problem()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new CustomerModule(), databases);
        await service.PublishAsync(Identify("group-1", "张三", isGroup: true));
        var found = await service.NextAsync<CustomerIdentified>(_ => true);

        var customer = await service.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/customers/{found.CustomerId}", Ct);
        using var missing = await service.Viewer.GetAsync($"/api/v1/customers/{Guid.Empty}", Ct);

        customer.GetProperty("contacts")[0].GetProperty("member").GetString().ShouldBe("张三");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await missing.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("title").GetString().ShouldBe("customer_not_found");
    }

    [Fact]
    public async Task A_stranger_sees_nothing()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new CustomerModule(), databases);

        using var answer = await service.Stranger.GetAsync("/api/v1/customers", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<List<JsonElement>> CustomersAsync(TestHost service, string query) =>
        [.. (await service.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/customers{query}", Ct)).GetProperty("items").EnumerateArray()];

    private static IEnumerable<string?> Codes(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("code").GetString());

    private static IdentifyCustomer Identify(string chat, string name, bool isGroup = false) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), "agent-1", chat, isGroup ? "业主群" : name, name, isGroup, At);

    private static MessageReceived Received(string chat, string side, int minute) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), "agent-1", chat, "张三", "张三", false, side, At.AddMinutes(minute));
}
