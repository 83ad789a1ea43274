using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai;
using WeChatPlatform.Customer;
using WeChatPlatform.ErpSync;
using WeChatPlatform.Hosting;
using WeChatPlatform.Message;
using WeChatPlatform.Message.Closing;
using WeChatPlatform.Rag;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// The services that answer a customer, in one process on a real PostgreSQL, with a model that says what the best evidence says. One
/// start serves several stories: each has customers and a subject of its own.
/// </summary>
public sealed partial class AssembledPlatform : IAsyncLifetime
{
    public const string Agent = "agent-1";

    private static int messages;

    private readonly DirectoryInfo knowledge = Directory.CreateTempSubdirectory("wechat-assembled-");
    private TestDatabases? databases;
    private FakeProvider? model;
    private TestHost? host;

    internal TestHost Host => host ?? throw new InvalidOperationException("The platform is not running.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Close enough to what stands in the picture to be answered whatever else is known: stories run in any order.
        await File.WriteAllTextAsync(
            Path.Combine(knowledge.FullName, "faults.jsonl"),
            """{"question":"充电桩显示屏报故障代码E03通信故障怎么办","similar":["充电桩显示屏 故障代码：E03 通信故障"],"answer":"E03 是通信故障：请断电五分钟后重启。"}"""
            + "\n",
            Ct);
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        model = await FakeProvider.StartAsync(Ct);
        model.Writer = (request, _) => Task.FromResult(ProviderAnswer.Says(BestEvidence(request)));
        host = await TestHost.StartAsync(
            new PlatformHostSetup
            {
                Modules = [new MessageModule(), new AiModule(), new CustomerModule(), new RagModule(), new ErpSyncModule()],
                ReadEnvironment = false,
            },
            databases,
            ("Message:AttachmentKey", Convert.ToBase64String(new byte[32])),
            ("Message:MergeWindowMilliseconds", "0"),

            // Only a question without lines before it may be answered from the cache.
            ("Message:HistoryLines", "0"),
            ("Rag:KnowledgeFolder", knowledge.FullName),
            ("Llm:Provider", "custom"),
            ("Llm:BaseUrl", model.BaseUrl),
            ("Llm:ApiKey", "of-no-worth"),
            ("Llm:Model", "fake-model"));
    }

    /// <summary>A customer asks in a private chat; the answer, and why it is that one.</summary>
    internal async Task<Told> AskAsync(string customer, string question)
    {
        var reply = await GiveAsync(customer, question, side: "other", wait: true);
        var decision = (await ConversationAsync(customer)).GetProperty("decisions").EnumerateArray()
            .Single(one => one.GetProperty("id").GetGuid() == reply.GetProperty("decision_id").GetGuid());
        var record = await GetAsync($"ai/answers/{decision.GetProperty("turn_id").GetGuid()}");
        return new Told(
            decision.GetProperty("action").GetString()!,
            string.Concat(decision.GetProperty("parts").EnumerateArray().Select(part => part.GetString())),
            [.. decision.GetProperty("evidence_ids").EnumerateArray().Select(id => id.GetString()!)],
            decision.GetProperty("release").GetInt64(),
            record.TryGetProperty("source", out var source) ? source.GetString() : null);
    }

    /// <summary>A message of a customer, or of staff in the customer's chat.</summary>
    internal async Task<JsonElement> GiveAsync(string customer, string content, string side, bool wait)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/messages");
        request.Content = JsonContent.Create(new
        {
            agent_id = Agent,
            message = new { id = $"m-{Interlocked.Increment(ref messages)}", chat_id = customer, sender = customer, content, type = "text", side },
        });
        if (wait)
        {
            request.Headers.Add("Prefer", "wait=30");
        }

        using var answer = await Host.Agent(Agent).SendAsync(request, Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    internal async Task<JsonElement> ConversationAsync(string customer)
    {
        var listed = (await GetAsync("conversations?limit=200")).GetProperty("items").EnumerateArray()
            .Single(one => one.GetProperty("chat_id").GetString() == customer);
        return await GetAsync($"conversations/{listed.GetProperty("id").GetGuid()}");
    }

    internal async Task<JsonElement> GetAsync(string path) => await Host.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/{path}", Ct);

    internal async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        using var answer = await Host.Admin.PostAsJsonAsync($"/api/v1/{path}", body ?? new { }, Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {await answer.Content.ReadAsStringAsync(Ct)}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    /// <summary>Sends a file into the draft of the knowledge, and waits until it is there.</summary>
    internal async Task DraftAsync(string name, string text)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await Host.Admin.PostAsync($"/api/v1/knowledge/documents?name={Uri.EscapeDataString(name)}", content, Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Ct));
        var job = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        await Eventually.Holds("the file is in the draft", async () => (await GetAsync($"knowledge/jobs/{job}")).GetProperty("state").GetString() == "done");
    }

    /// <summary>The number of the release that the draft became.</summary>
    internal async Task<long> PublishAsync() => (await PostAsync("knowledge/releases")).GetProperty("number").GetInt64();

    /// <summary>So many hours pass in a conversation in which nothing more is said, and the service looks at it.</summary>
    internal async Task PassAsync(string customer, int hours)
    {
        var id = (await ConversationAsync(customer)).GetProperty("conversation").GetProperty("id").GetGuid();
        await using var scope = Host.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MessageDbContext>().Database;
        await database.ExecuteSqlAsync($"update messages set received_at = received_at - make_interval(hours => {hours}) where conversation_id = {id}", Ct);
        await database.ExecuteSqlAsync($"update conversations set close_due_at = now() where id = {id}", Ct);
        await Host.Services.GetRequiredService<ClosedConversations>().CloseAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (model?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (databases?.DisposeAsync() ?? ValueTask.CompletedTask);
        knowledge.Delete(recursive: true);
    }

    // A model that keeps to what it was given: it repeats it.
    private static string BestEvidence(ProviderRequest request) =>
        First().Match(string.Join('\n', request.Messages.Select(message => message.Text))) is { Success: true } found
            ? $"{found.Groups["text"].Value}[1]"
            : "NO_ANSWER";

    [GeneratedRegex(@"^\[1\] .*\n(?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex First();

    /// <summary>What a customer was told.</summary>
    /// <remarks>
    /// <paramref name="Release"/> is the one of the knowledge that was searched. <paramref name="Source"/> is who worded it: model, cache,
    /// template; absent when nobody did.
    /// </remarks>
    internal sealed record Told(string Action, string Text, IReadOnlyList<string> EvidenceIds, long Release, string? Source);
}

/// <summary>The stories that share one such platform.</summary>
[CollectionDefinition]
public sealed class AssembledStories : ICollectionFixture<AssembledPlatform>;
