using System.Net;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

public sealed class DistributedStories(DistributedShape shape) : PlatformStories<DistributedShape>(shape)
{
    private const int Decided = 2001;
    private const int Chats = 8;
    private const string DirectAgent = "direct";
    private static readonly string[] Replicas = ["message", DistributedShape.SecondReplica];

    /// <summary>
    /// An agent without a socket writes to the second replica, which the gateway does not know, and waits there for its
    /// answers: whichever replica decides, the one that holds the request hears of it, and nobody else types them.
    /// </summary>
    [Fact(Timeout = 240_000)]
    public Task Two_replicas_of_the_message_service_share_the_turns_and_both_hear_of_every_decision() => TellAsync(async () =>
    {
        var token = await Shape.Api.NewAgentAsync(DirectAgent, Ct);
        var heard = await Task.WhenAll(Replicas.Select(HeardAsync));

        var answers = await Task.WhenAll(Enumerable.Range(1, Chats).Select(chat => AskAsync(token, chat)));

        Shape.SentDirectly += Chats;
        var stored = await Conversations.ReadAsync(Shape.Databases, Ct);
        var decisions = stored.All.Where(conversation => conversation.AgentId == DirectAgent)
            .SelectMany(conversation => conversation.Decisions).ToList();
        answers.ShouldBe(decisions.Select(decision => decision.Id), ignoreOrder: true);
        foreach (var decision in decisions)
        {
            await ReportAsync(token, decision);
        }

        foreach (var (replica, before) in Replicas.Zip(heard))
        {
            await Eventually.Holds($"{replica} heard of all decisions", async () => await HeardAsync(replica) >= before + Chats);
            Shape.Process(replica).Log.Events().ShouldContain(line => line.EventId == Decided, $"{replica} decided nothing");
        }
    });

    private Task<long> HeardAsync(string replica) =>
        Shape.Api.ConsumedAsync(Shape.Process(replica).Management, "message-decision-ready", Ct);

    private async Task<Guid> AskAsync(string token, int chat)
    {
        var message = new
        {
            Id = $"direct-{Guid.NewGuid():N}",
            ChatId = $"direct-{chat}",
            Sender = $"直连客户{chat}",
            Content = "保修多久",
            Type = "text",
            Timestamp = DateTimeOffset.UtcNow,
        };
        var answer = await Shape.Api.PostAsync(
            new Uri(Shape.SecondReplicaUrl, "api/v1/messages"), token, new { AgentId = DirectAgent, Message = message },
            "wait=40", HttpStatusCode.OK, Ct);
        answer.GetProperty("action").GetString().ShouldBe("reply");
        answer.GetProperty("content").GetString().ShouldNotBeNullOrEmpty();
        return answer.GetProperty("decision_id").GetGuid();
    }

    private async Task ReportAsync(string token, StoredDecision decision)
    {
        foreach (var part in Enumerable.Range(0, decision.Parts.Length))
        {
            await Shape.Api.PostAsync(
                new Uri(Shape.SecondReplicaUrl, "api/v1/deliveries"), token,
                new { DecisionId = decision.Id, Part = part, Outcome = "verified" }, null, HttpStatusCode.NoContent, Ct);
        }
    }
}
