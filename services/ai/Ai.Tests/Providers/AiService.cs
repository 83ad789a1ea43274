using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Hosting;
using WeChatPlatform.Llm;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Providers;

/// <summary>The ai service with a database, and a connection test that asks nobody. Each test has provider ids of its own.</summary>
public sealed class AiService : IAsyncLifetime
{
    public static readonly string Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static int providers;

    private TestDatabases? databases;
    private TestHost? host;

    public TestHost Host => host ?? throw new InvalidOperationException("The service is not running.");

    internal RecordedPing Ping { get; } = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static string NewId() => $"provider-{Interlocked.Increment(ref providers)}";

    public async ValueTask InitializeAsync()
    {
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        host = await AnotherAsync(("Ai:KeyEncryptionKey", Secret));
    }

    /// <summary>A second host on the same database: a restart with other settings, or another replica.</summary>
    public Task<TestHost> AnotherAsync(params IReadOnlyList<(string Key, string Value)> settings) => TestHost.StartAsync(
        new PlatformHostSetup
        {
            Modules = [new AiModule()],
            ReadEnvironment = false,
            AddServices = builder => builder.Services.AddSingleton<ILlmPing>(Ping),
        },
        databases,
        [("Llm:Provider", "custom"), ("Llm:BaseUrl", "http://127.0.0.1:9/v1"), ("Llm:Model", "of-settings"), .. settings]);

    /// <summary>A body for a provider of one's own abroad, with a key.</summary>
    public static Dictionary<string, object?> Body(string id, params (string Name, object? Value)[] members)
    {
        var body = new Dictionary<string, object?>
        {
            ["id"] = id, ["kind"] = "custom", ["base_url"] = "https://model.example.com/v1", ["api_key"] = KeyOf(id), ["model"] = "m-1",
            ["operator_zh"] = "某公司", ["operator_en"] = "a company", ["region"] = "abroad",
        };
        foreach (var (name, value) in members)
        {
            body[name] = value;
        }

        return body;
    }

    public static string KeyOf(string id) => $"sk-made-up-{id}-0123456789";

    public async Task<JsonElement> CreateAsync(string id, params (string Name, object? Value)[] members)
    {
        using var answer = await Host.Admin.PostAsJsonAsync("/api/v1/ai/providers", Body(id, members), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    public async Task<JsonElement> AgreeAsync(string id, long revision = 1)
    {
        using var answer = await Host.Admin.PostAsJsonAsync($"/api/v1/ai/providers/{id}/consent", new { revision }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    public Task<HttpResponseMessage> PutAsync(string id, params (string Name, object? Value)[] members) =>
        Host.Admin.PutAsJsonAsync($"/api/v1/ai/providers/{id}", Body(id, members), Ct);

    public async Task<JsonElement> SeenAsync(string id, TestHost? at = null) =>
        (await (at ?? Host).Viewer.GetFromJsonAsync<JsonElement>("/api/v1/ai/providers", Ct))
            .GetProperty("items").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);

    /// <summary>As the chain asks; absent when it may not be asked.</summary>
    public async Task<ConfiguredProvider?> UsedAsync(string id, TestHost? at = null) =>
        (await (at ?? Host).Services.GetRequiredService<IProviderSource>().CurrentAsync(Ct)).SingleOrDefault(one => one.Id == id);

    /// <summary>As a hand in the database, or another replica, changes rows.</summary>
    public async Task ChangeAsync(FormattableString sql)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<AiDbContext>().Database.ExecuteSqlAsync(sql, Ct)).ShouldBe(1);
    }

    public async Task<string> RowAsync(string id)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AiDbContext>().Database
            .SqlQuery<string>($"select row_to_json(p)::text as \"Value\" from providers p where id = {id}").SingleAsync(Ct);
    }

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

/// <summary>Says ok to everybody and keeps whom it was asked about.</summary>
internal sealed class RecordedPing : ILlmPing
{
    public ConcurrentQueue<ConfiguredProvider> Asked { get; } = new();

    public Task<PingVerdict> PingAsync(ConfiguredProvider provider, CancellationToken ct)
    {
        Asked.Enqueue(provider);
        return Task.FromResult(new PingVerdict("key_wrong", "密钥错误", "the key is wrong", TimeSpan.FromMilliseconds(12))
        {
            Try = new LlmTry(LlmFailure.Rejected, 0, 0, TimeSpan.FromMilliseconds(12), DateTimeOffset.UnixEpoch) { Target = new(provider.Id, provider.Model) },
        });
    }
}
