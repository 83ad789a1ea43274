using System.Globalization;
using System.Text;
using WeChatPlatform.Chaos.Tests.Judging;
using WeChatPlatform.Chaos.Tests.Staging;
using WeChatPlatform.Chaos.Tests.Striking;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests;

/// <summary>
/// Customers of several accounts write, and meanwhile processes are killed, networks fail and people interfere, by a plan
/// that a seed draws. Afterwards every message has ended in exactly one way that somebody can see.
/// </summary>
public sealed class ChaosTests
{
    // The long version runs as long as it takes: its rounds have limits of their own.
    private const int Longest = 6 * 60 * 60 * 1000;

    private static readonly TimeSpan TimeToRest = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly DesktopMode[] Desktops = [DesktopMode.Classic, DesktopMode.Plain];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = Longest)]
    public async Task Whatever_fails_no_reply_is_lost_doubled_or_in_a_wrong_chat()
    {
        var settings = ChaosSettings.Read();
        var timeline = new Timeline(line => TestContext.Current.SendDiagnosticMessage("{0}", line));
        var plan = new StringBuilder();
        Stage? stage = null;
        try
        {
            stage = await Stage.StartAsync(Desktops, settings.Seed, LongestAnswer, timeline, Ct);
            timeline.Say($"started, seed {settings.Seed}");
            var random = new Random(settings.Seed);
            using var striker = new Striker(stage);
            var said = 0;
            for (var struck = 0; struck < settings.Faults; struck += settings.PerRound)
            {
                var faults = FaultPlan.Draw(
                    random, Math.Min(settings.PerRound, settings.Faults - struck), struck + 1,
                    [.. stage.Accounts.Select(account => account.AgentId)], settings.Kinds);
                plan.AppendJoin(Environment.NewLine, faults).AppendLine();
                said += await PlayAsync(stage, striker, faults, settings.Seed + struck);
                await JudgeAsync(stage, striker, said);
            }
        }
        catch (Exception failure) when (failure is not ServersMissingException)
        {
            await TellAsync(settings, plan.ToString(), timeline, stage);
            throw;
        }
        finally
        {
            await (stage?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(timeline.ToString());
    }

    /// <summary>Customers write before, while and after the faults strike.</summary>
    private static async Task<int> PlayAsync(Stage stage, Striker striker, IReadOnlyList<Fault> faults, int seed)
    {
        var customers = new Customers(stage, seed);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var writing = customers.WriteAsync(over.Token, Ct);
        try
        {
            await Task.Delay(WarmUp, Ct);
            await striker.StrikeAsync(faults, Ct);
        }
        finally
        {
            await over.CancelAsync();
            await writing;
        }

        stage.Timeline.Say($"{faults.Count} faults have struck, {customers.Said} messages were written");
        return customers.Said;
    }

    private static async Task JudgeAsync(Stage stage, Striker striker, int said)
    {
        var (worlds, told) = await Rest.AtRestAsync(stage, TimeToRest, Ct);
        var found = Oracle.Judge(new Aftermath(worlds, told, striker.QuietTimes(told)));
        stage.Timeline.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"at rest: {said} messages; {string.Join(", ", found.Outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}"))}"));
        stage.Timeline.Say($"on the way so far: {string.Join(", ", stage.Mishaps())}");
        List<string> wrong = [.. found.Violations];
        foreach (var service in PlatformDatabases.WithMessages)
        {
            if (await stage.Databases.CountAsync(service, "poison", Ct) is > 0 and var poisoned)
            {
                wrong.Add($"{poisoned} messages could not be handled by {service}");
            }
        }

        wrong.ShouldBeEmpty();
        found.Outcomes.GetValueOrDefault("answered").ShouldBeGreaterThan(0, "a platform that answers nobody does nothing wrong");
    }

    private static async Task TellAsync(ChaosSettings settings, string plan, Timeline timeline, Stage? stage)
    {
        if (settings.Logs is { } folder && stage is not null)
        {
            await stage.KeepLogsAsync(folder);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            again with: CHAOS_SEED={settings.Seed} CHAOS_FAULTS={settings.Faults}
            --- plan
            {plan}
            --- timeline
            {timeline}
            --- last cuts
            {string.Join(Environment.NewLine, (stage?.Accounts ?? []).Select(account => account.LastCuts))}
            {stage?.Tails(8)}
            """));
    }
}
