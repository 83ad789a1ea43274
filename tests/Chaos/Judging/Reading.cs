using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>Reads what the platform tells through its API: whatever a person could see, and nothing else.</summary>
internal static class Reading
{
    private const int PageSize = 200;

    public static async Task<Told> ReadAsync(PlatformAccess access, CancellationToken ct)
    {
        List<ToldConversation> conversations = [];
        for (Guid? before = null; ;)
        {
            var page = await access.GetAsync<Page<ConversationItem>>($"api/v1/conversations?limit={PageSize}{Before(before)}", ct);
            foreach (var item in page.Items)
            {
                conversations.Add(await ConversationAsync(access, item, ct));
            }

            if (page.Next is null)
            {
                break;
            }

            before = page.Next;
        }

        return new Told(conversations, await UnknownAsync(access, ct), await GapsAsync(access, ct));
    }

    /// <summary>How many messages wait in the queues of the agents, and how many decisions are under way, by what the agents say.</summary>
    public static async Task<IReadOnlyList<ToldAgent>> AgentsAsync(PlatformAccess access, CancellationToken ct) =>
        (await access.GetAsync<Agents>("api/v1/agents/status", ct)).All;

    private static async Task<ToldConversation> ConversationAsync(PlatformAccess access, ConversationItem item, CancellationToken ct)
    {
        List<ToldMessage> messages = [];
        Dictionary<Guid, (int Place, ToldDecision Decision)> decisions = [];
        for (long? before = null; ;)
        {
            var detail = await access.GetAsync<Detail>(
                $"api/v1/conversations/{item.Id}?limit={PageSize}{Before(before)}", ct);
            messages.InsertRange(0, detail.Messages.OrderBy(message => message.Sequence));
            foreach (var decision in detail.Decisions.Reverse())
            {
                decisions.TryAdd(decision.Id, (-decisions.Count, decision));
            }

            if (detail.Next is null)
            {
                return new ToldConversation(
                    item, messages, [.. decisions.Values.OrderBy(entry => entry.Place).Select(entry => entry.Decision)]);
            }

            before = detail.Next;
        }
    }

    private static async Task<List<UnknownPart>> UnknownAsync(PlatformAccess access, CancellationToken ct)
    {
        List<UnknownPart> all = [];
        for (string? before = null; ;)
        {
            var page = await access.GetAsync<UnknownPage>(
                $"api/v1/deliveries/unknown?limit={PageSize}{(before is null ? "" : $"&before={Uri.EscapeDataString(before)}")}", ct);
            all.AddRange(page.Items);
            if (page.Next is null)
            {
                return all;
            }

            before = page.Next;
        }
    }

    private static async Task<IReadOnlyList<ToldGap>> GapsAsync(PlatformAccess access, CancellationToken ct) =>
        (await access.GetAsync<GapPage>("api/v1/gaps?open=true", ct)).Items;

    private static string Before<T>(T? key)
        where T : struct =>
        key is { } value ? string.Create(CultureInfo.InvariantCulture, $"&before={value}") : "";

    private sealed record Page<T>(IReadOnlyList<T> Items, Guid? Next);

    private sealed record UnknownPage(IReadOnlyList<UnknownPart> Items, string? Next);

    private sealed record GapPage(IReadOnlyList<ToldGap> Items);

    private sealed record Detail(IReadOnlyList<ToldMessage> Messages, IReadOnlyList<ToldDecision> Decisions, long? Next);

    private sealed record Agents([property: System.Text.Json.Serialization.JsonPropertyName("agents")] IReadOnlyList<ToldAgent> All);
}

/// <summary>What the platform tells of one agent. <paramref name="QueuedMessages"/> is absent before its first heartbeat.</summary>
internal sealed record ToldAgent(string AgentId, bool Online, int OpenDeliveries, int? QueuedMessages);
