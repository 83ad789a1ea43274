using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Tests.Service;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Races;

/// <summary>
/// One cell of the table: a customer's message on its way to its answer, and what happens at one step of it. The steps are held,
/// not timed: knowledge and answer come when the race lets them, and the agent stands still where it is told to.
/// </summary>
internal sealed class Race(MessageService service, RaceCell cell) : IAsyncDisposable
{
    public const string SlowKnowledge = "资料很慢";
    public const string SlowAnswer = "回答很慢";
    private const string Second = "还有一个问题";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly AgentClient _agent = service.NewAgent();
    private RacingAgent? _racing;
    private bool _isStopped;

    private RacingAgent Racing => _racing ??= new RacingAgent(service, _agent.Id, cell.Step);

    /// <summary>Only a decision that waits for an agent that is away is decided and not claimed.</summary>
    private bool IsAway => cell.Step == RaceTable.Decided;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<RaceCell> RunAsync()
    {
        if (IsAway)
        {
            // It was there before, so that it can be stopped.
            using var beat = await _agent.Http.PostAsJsonAsync("/api/v1/heartbeat", new { agent_id = _agent.Id, status = new { desktop = "ok" } }, Ct);
            beat.IsSuccessStatusCode.ShouldBeTrue();
        }
        else
        {
            await Racing.ConnectAsync(Ct);
        }

        await _agent.SayAsync($"{cell.Step} {cell.Happening} {QuestionOf(cell)}");
        await ReachAsync();
        await HappenAsync();
        await GoOnAsync();
        return cell with { Outcome = await OutcomeAsync() };
    }

    public ValueTask DisposeAsync() => _racing?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string QuestionOf(RaceCell cell) => cell.Step switch
    {
        RaceTable.Preparing => SlowKnowledge,
        RaceTable.Generating => SlowAnswer,
        _ => "保修多久",
    };

    /// <summary>Returns when the answer is at its step.</summary>
    private async Task ReachAsync()
    {
        switch (cell.Step)
        {
            case RaceTable.Collecting:
                break;
            case RaceTable.Preparing:
                await AskedAsync<RetrieveKnowledge>(ask => ask.Question, ask => ask.ConversationId);
                break;
            case RaceTable.Generating:
                await AskedAsync<GenerateReply>(ask => ask.Question, ask => ask.ConversationId);
                break;
            case RaceTable.Decided:
                await SeenAsync("decided", seen => seen.Decisions.Count == 1);
                break;
            default:
                await Racing.Stands.WaitAsync(Patience, Ct);
                break;
        }
    }

    private async Task HappenAsync()
    {
        var conversation = (await _agent.ConversationAsync()).Conversation.Id;
        switch (cell.Happening)
        {
            case RaceTable.CustomerWrites:
                await _agent.SayAsync(Second);
                break;
            case RaceTable.PersonTypes:
                var own = _agent.Message("我来处理");
                own["side"] = "own";
                await _agent.GiveAsync(own);
                break;
            case RaceTable.Paused:
                await OrderAsync($"/api/v1/conversations/{conversation}/pause");
                break;
            case RaceTable.AgentStopped:
                await OrderAsync($"/api/v1/agents/{_agent.Id}/stop");
                _isStopped = true;
                break;
            case RaceTable.TimeIsOver:
                await RunOutAsync();
                break;
            default:
                throw new InvalidOperationException($"Nobody makes '{cell.Happening}' happen.");
        }
    }

    /// <summary>Before there is a decision its steps have timers of their own; afterwards its time to live ends.</summary>
    private async Task RunOutAsync()
    {
        switch (cell.Step)
        {
            case RaceTable.Collecting:
                break;
            case RaceTable.Preparing:
                await AskedAsync<GenerateReply>(ask => ask.Question, ask => ask.ConversationId);
                break;
            case RaceTable.Generating:
                await SeenAsync("decided without an answer", seen => seen.Decisions.Count == 1);
                break;
            default:
                await using (var scope = service.Host.Services.CreateAsyncScope())
                {
                    var past = DateTimeOffset.UtcNow.AddSeconds(-1);
                    await scope.ServiceProvider.GetRequiredService<MessageDbContext>().Decisions
                        .Where(decision => decision.AgentId == _agent.Id)
                        .ExecuteUpdateAsync(set => set.SetProperty(decision => decision.ExpiresAt, past), Ct);
                }

                break;
        }
    }

    /// <summary>What was held back comes, the agent goes on, and one that was stopped is let go on when it was seen to hold.</summary>
    private async Task GoOnAsync()
    {
        foreach (var ask in OfThis<RetrieveKnowledge>(ask => ask.Question))
        {
            await service.Host.PublishAsync(Desk.Found(ask));
        }

        foreach (var ask in OfThis<GenerateReply>(ask => ask.Question).Where(ask => ask.Question.Contains(SlowAnswer, StringComparison.Ordinal)))
        {
            await service.Host.PublishAsync(Desk.Says(ask, $"答：{ask.Question}"));
        }

        if (IsAway)
        {
            await Racing.ConnectAsync(Ct);
        }

        Racing.LetOn();
        if (_isStopped && cell.Step is not (RaceTable.Granted or RaceTable.Entered))
        {
            await HeldAsync();
            Racing.Entered.ShouldBeEmpty($"{cell}: typed while the agent was stopped");
            await OrderAsync($"/api/v1/agents/{_agent.Id}/resume");
        }
    }

    /// <summary>The gate was asked, and held.</summary>
    private Task HeldAsync() => Eventually.Holds(
        $"{cell.Step}: the gate holds",
        async () =>
        {
            await using var scope = service.Host.Services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<MessageDbContext>();
            return await context.Decisions.Where(decision => decision.AgentId == _agent.Id)
                .AnyAsync(decision => context.GateRefusals.Any(refusal => refusal.DecisionId == decision.Id && refusal.Reason == "agent_stopped"), Ct);
        },
        Patience);

    private async Task<string> OutcomeAsync()
    {
        var seen = await SeenAsync(
            "at an end",
            conversation => conversation.Messages.TrueForAll(message => message.DecisionId is not null || message.Side == "own")
                && conversation.Decisions.TrueForAll(decision => decision.DeliveryState is "none" or "settled" or "superseded"));
        var asked = seen.Messages.Where(message => message.Side == "other").OrderBy(message => message.Sequence).ToList();
        var ends = asked.Select(message => seen.Decisions.Single(decision => decision.Id == message.DecisionId)).ToList();
        ends.ShouldAllBe(end => end.DeliveryState != "superseded", $"{cell}");
        Racing.Entered.ShouldBeUnique($"{cell}: typed twice");
        var spoken = Racing.Entered.Select(id => seen.Decisions.Single(decision => decision.Id == id)).ToList();
        return (asked.Count, spoken) switch
        {
            (2, [{ } one]) when ends.TrueForAll(end => end.Id == one.Id) => RaceTable.OneAnswer,
            (2, [{ } first, { } second]) when ends[0].Id == first.Id && ends[1].Id == second.Id => RaceTable.TwoAnswers,
            (1, [{ Action: "handoff", Reason: "generation_timeout" }]) => RaceTable.HandedOver,
            (1, [{ } only]) when ends[0].Id == only.Id => _isStopped && cell.Step is not (RaceTable.Granted or RaceTable.Entered) ? RaceTable.Later : RaceTable.Answered,
            (1, []) when ends[0] is { Action: "ignore", Reason: "conversation_paused" } => RaceTable.Ignored,
            (1, []) when WhyNot(ends[0]) == "conversation_paused" => RaceTable.Refused,
            (1, []) when WhyNot(ends[0]) == "expired" && await IsHandedOverAsync(ends[0].Id) => RaceTable.Expired,
            _ => $"{spoken.Count} answers to {asked.Count} messages, {string.Join(", ", ends.Select(end => $"{end.Action} {WhyNot(end)}"))}",
        };
    }

    private static string WhyNot(DecisionView decision) =>
        decision.Deliveries is [{ Outcome: "not_sent", Reason: { } reason }, ..] ? reason : decision.Reason;

    private async Task<bool> IsHandedOverAsync(Guid decisionId) =>
        (await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == decisionId)).Reason == "not_sent:expired";

    private Task<ConversationView> SeenAsync(string what, Func<ConversationView, bool> ready) =>
        _agent.ConversationAsync(seen => ready(seen) ? true : throw new InvalidOperationException(
            $"{cell.Step}, {cell.Happening}: not yet {what}: {string.Join(", ", seen.Decisions.Select(decision => decision.DeliveryState))}"), within: Patience);

    private Task AskedAsync<T>(Func<T, string> question, Func<T, Guid> conversation) => Eventually.Holds(
        $"{cell.Step}: a {typeof(T).Name} is asked", () => OfThis(question).Any(ask => conversation(ask) != Guid.Empty), Patience);

    private IReadOnlyList<T> OfThis<T>(Func<T, string> question) =>
        [.. service.Desk.Asked<T>().Where(ask => question(ask).Contains($"{cell.Step} {cell.Happening} ", StringComparison.Ordinal))];

    private async Task OrderAsync(string path)
    {
        using var answer = await service.Host.Operator.PostAsJsonAsync(path, new { reason = "race" }, Ct);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NoContent);
    }
}
