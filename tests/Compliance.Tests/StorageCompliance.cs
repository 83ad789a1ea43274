using WeChatPlatform.Compliance.Node;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Compliance.Tests;

/// <summary>What the messaging storage of every module promises, however often its processes are killed.</summary>
public abstract class StorageCompliance(StorageRun run)
{
    private static readonly string[] Recorders = ["record-errand", "follow-errand", "price-errand"];

    public static TheoryData<string> Modules => [.. ModuleUnderTest.All.Select(module => module.Name)];

    [Theory]
    [MemberData(nameof(Modules))]
    public void Nothing_is_lost(string module)
    {
        var outcome = run.Of(module);
        var committed = run.Traffic.Of(module);

        foreach (var queue in Recorders)
        {
            committed.Except(outcome.Of(queue).Select(effect => (effect.Key, effect.Number))).ShouldBeEmpty(queue);
        }

        committed.Except(outcome.Journeys.SelectMany(pair => pair.Value, (pair, number) => (pair.Key, number))).ShouldBeEmpty("journey");
        outcome.Outbox.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Nothing_has_an_effect_twice(string module)
    {
        var outcome = run.Of(module);

        outcome.Effects.GroupBy(effect => (effect.Queue, effect.Key, effect.Number)).Where(group => group.Count() > 1).ShouldBeEmpty();
        outcome.Journeys.Where(pair => pair.Value.Distinct().Count() < pair.Value.Length).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void What_was_rolled_back_has_no_effect(string module) =>
        run.Of(module).Effects.Where(effect => effect.Number == 0).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Modules))]
    public void Messages_of_a_key_come_in_the_order_of_their_commits(string module)
    {
        foreach (var key in run.Of(module).Of("follow-errand").GroupBy(effect => effect.Key))
        {
            key.Select(effect => effect.Number).ShouldBe(Enumerable.Range(1, key.Count()));
        }
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_delayed_message_is_handled_once_and_not_before_it_is_due_although_every_process_dies_meanwhile(string module)
    {
        var delayed = run.Traffic.DelayedOf(module);
        var handled = run.Of(module).Effects.Where(effect => delayed.ContainsKey(effect.Key)).ToList();

        handled.Count.ShouldBe(delayed.Count * Recorders.Length);
        handled.ShouldAllBe(effect => effect.At >= delayed[effect.Key]);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_message_that_always_fails_is_parked_with_its_reason_and_outlives_every_process(string module)
    {
        var parked = run.Parked.Where(message => message.Queue == $"{module}-record-errand").ToList();

        parked.Select(message => message.MessageId).Distinct().Count().ShouldBe(1);
        parked.ShouldAllBe(message =>
            message.Reason.StartsWith("System.InvalidOperationException at ", StringComparison.Ordinal)
            && message.Reason.Contains("RecordErrandConsumer", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_put_back_is_parked_no_more() => run.StillParked.ShouldBeEmpty();

    [Fact]
    public void Every_fail_point_was_deadly_in_every_module() =>
        run.Lives.Select(life => life.Struck).OfType<FailPoint>().Distinct().ShouldBe(Enum.GetValues<FailPoint>(), ignoreOrder: true);

    [Fact]
    public void Who_was_killed_died_by_SIGKILL() =>
        run.Lives.Where(life => life.KilledAt is not null).ShouldAllBe(life => life.BySigKill);
}
