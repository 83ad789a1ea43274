using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using WeChatPlatform.Ai.Mcp;
using WeChatPlatform.Ai.Tests.Tools;
using WeChatPlatform.Ai.Tools;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Mcp;

/// <summary>A real MCP client at the platform's MCP server, with the real services behind it.</summary>
[Collection<AskedPlatform>]
public sealed class McpServerTests(AskedPlatform platform)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_finds_tools_that_read_knowledge_customers_and_orders()
    {
        await using var client = await ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: Ct);

        tools.Select(tool => tool.Name).ShouldBe(["search_knowledge", "find_customers", "get_customer", "find_orders"]);
        tools.ShouldAllBe(tool => tool.ProtocolTool.Annotations!.ReadOnlyHint == true);
    }

    [Fact]
    public async Task Knowledge_customers_and_orders_are_told_as_the_services_tell_them()
    {
        await using var client = await ConnectAsync();

        var knowledge = await ReadAsync(client, "search_knowledge", ("question", "充电桩质保多久"), ("limit", 2));
        var customers = await ReadAsync(client, "find_customers", ("query", "张三"));
        var customer = await ReadAsync(client, "get_customer", ("id", customers.GetProperty("items")[0].GetProperty("id").GetString()!));
        var orders = await ReadAsync(client, "find_orders", ("contact", "李四"));

        knowledge.GetProperty("results").GetArrayLength().ShouldBeInRange(1, 2);
        customer.GetProperty("name").GetString().ShouldBe("张三");
        orders.GetProperty("items").EnumerateArray().Select(order => order.GetProperty("order_no").GetString()).ShouldContain("DD20261112002");
        orders.GetProperty("items").EnumerateArray().ShouldAllBe(order => order.GetProperty("contact").GetString() == "李四");
    }

    [Theory]
    [InlineData("delete_orders", "x", "y", "not_offered")]
    [InlineData("search_knowledge", "q", "桩", "bad_arguments")]
    [InlineData("get_customer", "id", "00000000-0000-0000-0000-000000000000", "customer_not_found")]
    [InlineData("get_customer", "id", "../../../ai/provider/../../knowledge", "not_found")]
    public async Task What_cannot_be_told_is_an_error_with_a_code(string tool, string argument, string value, string code)
    {
        await using var client = await ConnectAsync();

        var result = await client.CallToolAsync(tool, new Dictionary<string, object?> { [argument] = value }, cancellationToken: Ct);

        result.IsError.ShouldBe(true);
        result.Content.OfType<TextContentBlock>().Single().Text.ShouldStartWith(code);
    }

    [Fact]
    public async Task Only_who_may_look_is_let_in_and_there_are_no_streams_without_a_request()
    {
        (await PostAsync(platform.Host.Stranger)).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(platform.Host.Agent("agent-1"))).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(platform.Host.As(Caller.Service("rag")))).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(platform.Host.Viewer)).ShouldBe(HttpStatusCode.OK);
        (await platform.Host.Viewer.GetAsync("/api/v1/mcp", Ct)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await platform.Host.Viewer.DeleteAsync("/api/v1/mcp", Ct)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("application/json", "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}", HttpStatusCode.NotAcceptable)]
    [InlineData("text/event-stream", "{}", HttpStatusCode.BadRequest)]
    [InlineData("text/event-stream", "[]", HttpStatusCode.BadRequest)]
    [InlineData("text/event-stream", "null", HttpStatusCode.BadRequest)]
    [InlineData("text/event-stream", "no json", HttpStatusCode.BadRequest)]
    [InlineData("text/event-stream", "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}", HttpStatusCode.Accepted)]
    public async Task What_is_no_request_of_the_protocol_is_refused(string accept, string body, HttpStatusCode status) =>
        (await PostAsync(platform.Host.Viewer, body, accept)).ShouldBe(status);

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var host = await TestHost.StartAsync(new McpAlone(), databases: null, ("Ai:Tools:ServeMcp", "false"));

        (await PostAsync(host.Viewer)).ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> PostAsync(
        HttpClient client, string body = """{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}""", string accept = "text/event-stream")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/mcp");
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var answer = await client.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> ReadAsync(McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        var result = await client.CallToolAsync(
            tool, arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value), cancellationToken: Ct);
        var text = result.Content.OfType<TextContentBlock>().Single().Text;
        result.IsError.ShouldNotBe(true, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<McpClient> ConnectAsync() => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(platform.Host.Address, "/api/v1/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string>
            {
                ["Authorization"] = $"Bearer {platform.Host.Token(Caller.User("li", Policies.Viewer))}",
            },
        }),
        cancellationToken: Ct);

    private sealed class McpAlone : IModule
    {
        public string Name => "ai";

        public void AddServices(IHostApplicationBuilder builder)
        {
            builder.AddTools();
            builder.AddMcp();
        }

        public void AddConsumers(ModuleBus bus)
        {
        }

        public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapServeMcp();
    }
}
