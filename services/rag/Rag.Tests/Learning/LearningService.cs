using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests.Learning;

/// <summary>The rag service for the tests of one class. Each test asks about a subject of its own.</summary>
public sealed class LearningService : IAsyncLifetime
{
    private TestDatabases? databases;
    private TestHost? host;

    public TestHost Host => host ?? throw new InvalidOperationException("The service is not running.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        host = await TestHost.StartAsync(new RagModule(), databases, ("Rag:Learning:GapDays", "730"));
    }

    /// <summary>A conversation closed; returns once the service has learned from it.</summary>
    public async Task LearnAsync(ConversationClosed closed)
    {
        await Host.PublishAsync(closed);
        await Eventually.Holds("it is learned from", () => Host.Log.Any(line => line.ToString().Contains($"Conversation {closed.ConversationId} closed with", StringComparison.Ordinal)));

        // It says so inside its transaction; who gets its lock sees what it committed.
        await using var scope = Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RagDbContext>().Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('rag learning'))", Ct);
    }

    public async Task<JsonElement> GetAsync(string path) => await Host.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/knowledge/{path}", Ct);

    /// <summary>The pairs whose question holds a word.</summary>
    public async Task<List<JsonElement>> PairsAsync(string word) =>
        [.. (await GetAsync("learned?limit=200")).GetProperty("items").EnumerateArray()
            .Where(pair => pair.GetProperty("question").GetString()!.Contains(word, StringComparison.Ordinal))];

    public Task<HttpResponseMessage> ReviewAsync(JsonElement pair, string verdict, object? body = null) => Host.Operator.PostAsJsonAsync(
        $"/api/v1/knowledge/learned/{pair.GetProperty("id").GetString()}/{verdict}", body ?? new { revision = pair.GetProperty("revision").GetInt32() }, Ct);

    /// <summary>Whether the search that answers turns finds this as its best.</summary>
    public async Task<bool> IsFoundAsync(string question, string answer) =>
        (await GetAsync($"search?q={Uri.EscapeDataString(question)}")).GetProperty("results").EnumerateArray()
            .Select(hit => hit.GetProperty("text").GetString()).FirstOrDefault() == answer;

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
