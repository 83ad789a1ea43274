using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Gateway.Host;
using WeChatPlatform.Hosting;
using WeChatPlatform.Platform.Tests.Architecture;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Access;

/// <summary>A revoked key over a real RabbitMQ: the services hear of it, those included that start later.</summary>
public sealed class RevokedKeyTests : IAsyncDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"wechat-revoked-{Path.GetRandomFileName()}");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_refuses_the_tokens_of_a_revoked_key_and_so_does_one_that_starts_after_the_word()
    {
        await using var room = await TestServers.CreateVirtualHostAsync(Ct);
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        (string, string)[] settings =
        [
            ("Messaging:Transport", "rabbitmq"),
            ("Messaging:RabbitMq", room.AmqpUri.AbsoluteUri),
            ("Gateway:DataFolder", folder),
            ("Gateway:RevocationSeconds", "1"),
            .. WalkedPlatform.Services.Select(service => ($"Gateway:Services:{service}", "http://127.0.0.1:9")),
        ];
        await using var gateway = await TestHost.StartAsync(GatewayHost.Setup([], readEnvironment: false), databases, settings);
        await using var message = await TestHost.StartAsync(ModuleOf("message"), databases, settings);
        var (key, token) = await NewAgentAsync(gateway);
        (await AnswerAsync(message, token)).ShouldBe(HttpStatusCode.Forbidden);

        using var revoked = await gateway.Admin.DeleteAsync($"/api/v1/agents/keys/{key}", Ct);

        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Eventually.Holds(
            "the service refuses the token", async () => await AnswerAsync(message, token) == HttpStatusCode.Unauthorized);
        await using var late = await TestHost.StartAsync(ModuleOf("customer"), databases, settings);
        await Eventually.Holds(
            "a service that started later refuses it", async () => await AnswerAsync(late, token) == HttpStatusCode.Unauthorized);
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private static IModule ModuleOf(string name) => Modules.All.Single(entry => entry.Module.Name == name).Module;

    // An agent that is known may not read the document; one that is not known is told to log in.
    private static async Task<HttpStatusCode> AnswerAsync(TestHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await host.Stranger.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task<(Guid Key, string Token)> NewAgentAsync(TestHost gateway)
    {
        using var made = await gateway.Admin.PostAsJsonAsync("/api/v1/agents/keys", new { agent_id = "agent-2" }, Ct);
        var key = await made.Content.ReadFromJsonAsync<JsonElement>(Ct);
        using var login = await gateway.Stranger.PostAsJsonAsync(
            "/api/v1/auth/login", new { agent_id = "agent-2", api_key = key.GetProperty("api_key").GetString() }, Ct);
        var token = await login.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (key.GetProperty("id").GetGuid(), token.GetProperty("access_token").GetString()!);
    }
}
