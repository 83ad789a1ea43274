using System.Diagnostics;
using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// The main job of the platform on real processes: three customers and a group write forty messages in bursts, and each is
/// answered once, in order, in the right chat, and recorded everywhere. Each story checks the whole history so far.
/// </summary>
public abstract class PlatformStories<TShape>(TShape shape) : IClassFixture<TShape>
    where TShape : PlatformShape
{
    private const int Longest = 240_000;
    private static readonly TimeSpan TimeToRest = TimeSpan.FromSeconds(90);

    // Who is disturbed when, and who says what. Another seed tells other stories of the same kind.
    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("STORY_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 0;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected TShape Shape => shape;

    [Fact(Timeout = Longest)]
    public Task Forty_messages_in_bursts_are_each_answered_once_in_order_in_the_right_chat() =>
        TellAsync(() => new Story(Shape, Seed + 1).PlayAsync(disturbance: null, Ct));

    [Fact(Timeout = Longest)]
    public Task A_kill_of_every_process_in_the_middle_loses_nothing_and_doubles_nothing() => TellAsync(async () =>
    {
        await new Story(Shape, Seed + 2).PlayAsync(Disturbance.Kill, Ct);
        await Parallel.ForEachAsync(Shape.Hosts, Ct, async (host, ct) =>
            (await host.RunVerbAsync(["poison", "list"], ct)).ShouldStartWith("0 ", Case.Sensitive, host.Name));
    });

    [Fact(Timeout = Longest)]
    public Task A_stop_of_every_process_under_traffic_takes_less_than_half_a_minute_and_loses_nothing() =>
        TellAsync(() => new Story(Shape, Seed + 3).PlayAsync(Disturbance.Stop, Ct));

    [Fact(Timeout = Longest)]
    public Task One_trace_leads_from_the_capture_to_the_read_back() => TellAsync(async () =>
    {
        const string order = "DD20261112002";
        await Shape.Players.SayAsync("李四", null, $"请问订单{order}到哪里了", Ct);
        var stored = await AtRestAsync();
        var conversation = stored.All.Single(conversation => conversation.ChatName == "李四");
        var answer = conversation.Decisions[^1];
        var question = conversation.Messages[^1];

        answer.MessageIds.ShouldBe([question.Id]);
        answer.Action.ShouldBe("reply");
        string.Concat(answer.Parts).ShouldContain("SF1391120365");
        var trace = TraceOracle.Verify(Shape, question, answer);
        await SpanOracle.VerifyAsync(Shape.Spans, trace, Shape.OnTheWay);
    });

    [Fact(Timeout = Longest)]
    public Task Prometheus_reads_every_process_and_finds_what_operators_watch() => TellAsync(async () =>
    {
        await Shape.Players.SayAsync("张三", null, "家用充电桩保修多久", Ct);
        await AtRestAsync();
        await MetricsOracle.VerifyAsync(Shape, Ct);
    });

    /// <summary>Tells a story on the running platform and checks the whole history; what the processes said is shown when it fails.</summary>
    protected async Task TellAsync(Func<Task> story)
    {
        ArgumentNullException.ThrowIfNull(story);
        try
        {
            var clock = Stopwatch.StartNew();
            await Shape.StartedAsync(Ct);
            Say($"started after {clock.Elapsed.TotalSeconds:0.0} s");
            await story();
            Say($"told after {clock.Elapsed.TotalSeconds:0.0} s");
            var stored = await AtRestAsync();
            Say($"at rest after {clock.Elapsed.TotalSeconds:0.0} s: {stored.Messages.Count} messages, {stored.Decisions.Count} decisions");
            ChatOracle.Verify(await Shape.Players.LookAsync(Ct), stored, Shape.Api.AgentId);
            await RecordOracle.VerifyAsync(Shape, stored, Ct);
        }
        catch (Exception failure) when (failure is not ServersMissingException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(Shape.Tails());
            throw;
        }
    }

    private static void Say(FormattableString line) =>
        TestContext.Current.TestOutputHelper?.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits until everything that was said is answered and every reader has heard of it.</summary>
    private protected async Task<Conversations> AtRestAsync()
    {
        Conversations? stored = null;
        await Eventually.Holds("the platform is at rest", async () =>
        {
            await Task.Delay(200, Ct);
            stored = await Conversations.ReadAsync(Shape.Databases, Ct);
            var unfinished = await RecordOracle.UnfinishedAsync(Shape, stored, Ct);
            return unfinished.Length == 0 ? true : throw new InvalidOperationException(unfinished);
        }, TimeToRest);
        return stored!;
    }
}

public sealed class StandaloneStories(StandaloneShape shape) : PlatformStories<StandaloneShape>(shape);
