using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Prompts;

/// <summary>The ai service on a real database, for the tests of one class. Each test has an account of its own.</summary>
public sealed class PromptService : IAsyncLifetime
{
    private static int accounts;

    private TestDatabases? databases;
    private TestHost? host;

    public TestHost Host => host ?? throw new InvalidOperationException("The service is not running.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        host = await ReplicaAsync();
    }

    /// <summary>Another process of the service on the same database; it looks for changes by itself only every so many seconds.</summary>
    public Task<TestHost> ReplicaAsync(int refreshSeconds = 3600) => TestHost.StartAsync(
        new AiModule(), databases,
        ("Llm:Provider", "none"), ("Ai:Prompts:RefreshSeconds", $"{refreshSeconds}"), ("Messaging:SweepSeconds", "0.2"));

    public static string NewAccount() => $"agent-{Interlocked.Increment(ref accounts)}";

    /// <summary>What a model would be told in the first message.</summary>
    internal static async Task<AssembledPrompt> ToldAsync(TestHost at, string account, string intent = "other") =>
        await at.Services.GetRequiredService<IPromptAssembler>().AssembleAsync(
            Turns.Ask("你好") with { AgentId = account }, new TextReading(intent, "neutral", "rules", []), Ct);

    public Task<HttpResponseMessage> SaveAsync(string account, string text, int revision = 0, string kind = "prompt", string intent = "") =>
        Host.Operator.PutAsJsonAsync(
            "/api/v1/ai/prompts/draft", new { kind, agent_id = account, intent, text, note = "试", revision }, Ct);

    public async Task<JsonElement> SavedAsync(string account, string text, int revision = 0, string kind = "prompt", string intent = "") =>
        await JsonAsync(await SaveAsync(account, text, revision, kind, intent));

    public Task<HttpResponseMessage> AdminAsync(JsonElement version, string verb, object? body = null) =>
        Host.Admin.PostAsJsonAsync($"/api/v1/ai/prompts/{Id(version)}/{verb}", body ?? new { }, Ct);

    public async Task<JsonElement> PublishedAsync(string account, string text, string kind = "prompt", string intent = "") =>
        await PublishedAsync(await SavedAsync(account, text, kind: kind, intent: intent));

    public async Task<JsonElement> PublishedAsync(JsonElement draft) =>
        await JsonAsync(await AdminAsync(draft, "publish", new { revision = draft.GetProperty("revision").GetInt32() }));

    public Task<JsonElement> GetAsync(string path) => Host.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/ai/prompts{path}", Ct)!;

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static async Task<(int Status, string? Title)> RefusalAsync(HttpResponseMessage answer) =>
        ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("title").GetString());

    public static string Id(JsonElement version) => version.GetProperty("id").GetString()!;

    public static string Name(JsonElement version) => version.GetProperty("name").GetString()!;

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        if (databases is not null)
        {
            await databases.DisposeAsync();
        }
    }
}
