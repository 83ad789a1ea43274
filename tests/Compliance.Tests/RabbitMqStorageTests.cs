using WeChatPlatform.Compliance.Node;

namespace WeChatPlatform.Compliance.Tests;

public sealed class RabbitMqStorageTests(RabbitMqRun run) : StorageCompliance(run), IClassFixture<RabbitMqRun>
{
    [Theory]
    [MemberData(nameof(Modules))]
    public void Two_relays_shared_the_work(string module)
    {
        var messages = MessagesOf(module).Select(message => message.MessageId).ToHashSet();

        run.Lives.Count(life => life.Sent.Any(sent => messages.Contains(sent.MessageId))).ShouldBeGreaterThan(1);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_row_is_sent_again_only_when_the_process_that_sent_it_is_dead(string module)
    {
        var messages = MessagesOf(module).Select(message => message.MessageId).ToHashSet();
        var sends = run.Lives
            .SelectMany(life => life.Sent, (life, sent) => (Life: life, sent.MessageId, sent.At))
            .Where(send => messages.Contains(send.MessageId))
            .GroupBy(send => send.MessageId);

        foreach (var message in sends)
        {
            var inOrder = message.OrderBy(send => send.At).ToList();
            foreach (var (first, next) in inOrder.Zip(inOrder.Skip(1)))
            {
                (first.Life.KilledAt ?? long.MaxValue).ShouldBeLessThan(
                    next.At, $"{message.Key} was sent by {first.Life.ProcessId} and again by {next.Life.ProcessId}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void The_broker_took_a_message_at_most_as_often_as_a_relay_sent_it(string module)
    {
        var sends = run.Lives.SelectMany(life => life.Sent).CountBy(sent => sent.MessageId).ToDictionary();

        foreach (var copies in MessagesOf(module).CountBy(message => message.MessageId))
        {
            copies.Value.ShouldBeLessThanOrEqualTo(sends[copies.Key]);
        }
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void The_broker_has_the_messages_of_a_key_in_the_order_of_their_commits_whichever_relay_sent_them(string module)
    {
        var errands = MessagesOf(module).Where(message => message.Type == ModuleUnderTest.All.Single(m => m.Name == module).Messages[0].Name);

        foreach (var key in errands.GroupBy(message => message.Key))
        {
            // A second copy comes behind its first one and changes nothing.
            key.Select(message => message.Number).Distinct().ShouldBe(Enumerable.Range(1, key.Max(message => message.Number)));
        }
    }

    [Fact]
    public void A_process_that_died_before_the_confirm_had_sent_its_message_already() =>
        run.Spied.CountBy(message => message.MessageId).Where(copies => copies.Value > 1).ShouldNotBeEmpty();

    private IEnumerable<SpiedMessage> MessagesOf(string module)
    {
        var names = ModuleUnderTest.All.Single(m => m.Name == module).Messages.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        return run.Spied.Where(message => names.Contains(message.Type));
    }
}
