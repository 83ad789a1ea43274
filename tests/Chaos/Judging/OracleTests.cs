using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>The oracle finds nothing in a right outcome, and each kind of wrong that it is there to find.</summary>
public sealed class OracleTests
{
    private const string Agent = "agent-1";
    private const string Chat = "张三";
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 4, 0, 0, TimeSpan.Zero);

    private static readonly WorldRow[] Rows =
    [
        Said(1, "问一"), Said(2, "问二"), Typed(3, "答一"), Typed(4, "答二"), Said(5, "问三"), Typed(6, "老板说好"), Said(7, "问四"),
    ];

    private static readonly ToldMessage[] Messages =
        [Message(1, "问一"), Message(2, "问二"), Message(3, "问三"), Message(4, "老板说好", "own"), Message(5, "问四")];

    private static readonly ToldDecision[] Decisions =
    [
        Decision(1, ["答一", "答二"], [1, 2], "verified", "verified"),
        Decision(2, ["答三"], [3], "not_sent") with { Deliveries = [new(0, "not_sent", "conversation_paused")] },
        Decision(3, [], [5]) with { Action = "ignore", Reason = "conversation_paused", DeliveryState = "none" },
    ];

    [Fact]
    public void A_right_outcome_breaks_nothing_and_is_counted()
    {
        var found = Judge(Rows, Messages, Decisions);

        found.Violations.ShouldBeEmpty();
        found.Outcomes.ShouldBe(
            new Dictionary<string, int> { ["answered"] = 2, ["not_sent: conversation_paused"] = 1, ["ignored: conversation_paused"] = 1 },
            ignoreOrder: true);
    }

    [Fact]
    public void A_doubt_may_stand_in_the_chat_or_not_and_must_be_listed()
    {
        var doubtful = Decisions[0] with { Deliveries = [new(0, "verified", null), new(1, "unknown", "not_seen")] };
        var told = Only([doubtful, .. Decisions[1..]]) with { Unknown = [new(doubtful.Id, 1)] };

        Judge(Rows, told).Violations.ShouldBeEmpty();
        Judge([.. Rows.Where(row => row.Text != "答二")], told).Violations.ShouldBeEmpty();
        Judge(Rows, told with { Unknown = [] }).Violations.ShouldHaveSingleItem().ShouldContain("not in the list");
    }

    [Fact]
    public void A_lost_message_is_wrong_unless_a_gap_says_so()
    {
        var told = Only(Decisions, Messages.Where(message => message.Content != "问二")) with { Gaps = [] };

        Judge(Rows, told).Violations.ShouldContain(fault => fault.Contains("lost without a gap: 问二"));
        Judge(Rows, told with { Gaps = [new(Agent, Chat, "queue_full", 1)] }).Violations.ShouldBeEmpty();
        Judge(Rows, told with { Gaps = [new(Agent, "李四", "queue_full", 1)] }).Violations.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_message_that_nobody_said_or_said_once_is_wrong() =>
        Judge(Rows, [.. Messages, Message(6, "问四") with { DecisionId = Decisions[2].Id }], WithMessage(2, 6))
            .Violations.ShouldContain(fault => fault.Contains("nobody said, or said only once: 问四"));

    [Fact]
    public void An_answer_that_comes_back_as_a_message_is_wrong() =>
        Judge(Rows, [.. Messages, Message(6, "答一", "unknown") with { DecisionId = Decisions[2].Id }], WithMessage(2, 6))
            .Violations.ShouldHaveSingleItem().ShouldContain("our own text came back");

    [Fact]
    public void Messages_out_of_order_are_wrong() =>
        Judge(Rows, [Messages[1] with { Sequence = 1 }, Messages[0] with { Sequence = 2 }, .. Messages[2..]], Decisions)
            .Violations.ShouldContain(fault => fault.Contains("out of order"));

    [Fact]
    public void A_message_without_a_decision_is_wrong() =>
        Judge(Rows, [.. Messages[..4], Messages[4] with { DecisionId = null }], Decisions[..2])
            .Violations.ShouldHaveSingleItem().ShouldContain("no outcome: 问四 (undecided)");

    [Fact]
    public void A_message_that_ends_in_a_superseded_decision_is_wrong() =>
        Judge(Rows, Messages, [.. Decisions[..2], Decisions[2] with { DeliveryState = ToldDecision.Superseded }])
            .Violations.ShouldContain(fault => fault.Contains("no outcome: 问四"));

    [Fact]
    public void Two_decisions_for_one_message_are_wrong() =>
        Judge(Rows, Messages, [.. Decisions[..2], Decisions[2] with { MessageIds = [Messages[2].Id, Messages[4].Id] }])
            .Violations.ShouldHaveSingleItem().ShouldContain("2 decisions for 问三");

    [Theory]
    [InlineData("waiting")]
    [InlineData("claimed")]
    public void A_decision_that_never_ends_is_wrong(string state) =>
        Judge(Rows, Messages, [.. Decisions[..1], Decisions[1] with { DeliveryState = state, Deliveries = [] }, Decisions[2]])
            .Violations.ShouldContain(fault => fault.Contains($"still {state}"));

    [Fact]
    public void An_outcome_without_a_reason_is_wrong() =>
        Judge(Rows, Messages, [Decisions[0], Decisions[1] with { Deliveries = [new(0, "not_sent", null)] }, Decisions[2]])
            .Violations.ShouldHaveSingleItem().ShouldContain("not_sent without a reason");

    [Fact]
    public void A_part_that_was_typed_after_one_that_was_not_is_wrong() =>
        Judge([.. Rows.Where(row => row.Text != "答一")], Messages,
            [Decisions[0] with { Deliveries = [new(0, "not_sent", "input_in_use"), new(1, "verified", null)] }, .. Decisions[1..]])
            .Violations.ShouldHaveSingleItem().ShouldContain("typed after a part that was not");

    [Fact]
    public void A_part_that_was_typed_twice_is_wrong() =>
        Judge([.. Rows, Typed(8, "答二")], Messages, Decisions)
            .Violations.ShouldHaveSingleItem().ShouldContain("verified 1 times, unknown 0 times and typed 2 times: 答二");

    [Fact]
    public void A_part_that_was_typed_and_reported_as_not_sent_is_wrong() =>
        Judge([.. Rows, Typed(8, "答三")], Messages, Decisions)
            .Violations.ShouldHaveSingleItem().ShouldContain("verified 0 times, unknown 0 times and typed 1 times: 答三");

    [Fact]
    public void A_part_that_was_reported_and_never_typed_is_wrong() =>
        Judge([.. Rows.Where(row => row.Text != "答二")], Messages, Decisions)
            .Violations.ShouldHaveSingleItem().ShouldContain("verified 1 times and typed 0 times: 答二");

    [Fact]
    public void An_answer_in_a_wrong_chat_is_wrong()
    {
        var world = new World([ChatOf(Chat, [.. Rows.Where(row => row.Text != "答二")]), ChatOf("李四", [Typed(4, "答二")])]);

        var found = Oracle.Judge(new Aftermath([new AccountWorld(Agent, world)], Only(Decisions), []));

        found.Violations.ShouldContain(fault => fault.Contains("李四: an answer of another chat: 答二"));
    }

    [Fact]
    public void A_text_that_nobody_decided_is_wrong() =>
        Judge([.. Rows, Typed(8, "胡说")], Messages, Decisions)
            .Violations.ShouldHaveSingleItem().ShouldContain("nobody's text: 胡说");

    [Fact]
    public void An_answer_before_its_question_is_wrong() =>
        Judge([Typed(0, "答一"), .. Rows.Where(row => row.Text != "答一")], Messages, Decisions)
            .Violations.ShouldContain(fault => fault.Contains("before its question"));

    [Fact]
    public void Parts_out_of_order_are_wrong() =>
        Judge([.. Rows[..2], Typed(3, "答二"), Typed(4, "答一"), .. Rows[4..]], Messages, Decisions)
            .Violations.ShouldContain(fault => fault.Contains("before its question, or before an earlier answer"));

    [Fact]
    public void A_row_that_showed_when_it_was_already_given_up_may_stand_behind_the_next_one()
    {
        var late = Decisions[0] with { Deliveries = [new(0, "verified", "seen_late"), new(1, "verified", null)] };

        Judge([.. Rows[..2], Typed(3, "答二"), Typed(4, "答一"), .. Rows[4..]], Messages, [late, .. Decisions[1..]])
            .Violations.ShouldBeEmpty();
    }

    [Fact]
    public void A_text_left_in_the_box_is_wrong()
    {
        var world = new World([ChatOf(Chat, Rows) with { Draft = "答三" }]);

        Oracle.Judge(new Aftermath([new AccountWorld(Agent, world)], Only(Decisions), []))
            .Violations.ShouldHaveSingleItem().ShouldContain("left in the input box: 答三");
    }

    [Theory]
    [InlineData(Chat, 3, 30, true)]
    [InlineData(null, 3, 30, true)]
    [InlineData("李四", 3, 30, false)]
    [InlineData(Chat, 1, 3, false)]
    [InlineData(Chat, 5, 30, false)]
    public void A_row_that_was_typed_in_a_pause_is_wrong(string? chat, int from, int until, bool isWrong)
    {
        // The answer's second part was typed four seconds after noon; what is on its way when the pause begins is none of it.
        var quiet = new QuietTime(Agent, chat, Noon.AddSeconds(from) - Oracle.OnItsWay, Noon.AddSeconds(until), "paused");

        var found = Oracle.Judge(new Aftermath([new AccountWorld(Agent, new World([ChatOf(Chat, Rows)]))], Only(Decisions), [quiet]));

        (found.Violations.Count > 0).ShouldBe(isWrong, string.Join('\n', found.Violations));
    }

    [Fact]
    public void A_conversation_of_a_chat_that_no_desktop_has_is_wrong() =>
        Oracle.Judge(new Aftermath([new AccountWorld("agent-2", new World([ChatOf(Chat, Rows)]))], Only(Decisions), []))
            .Violations.ShouldContain(fault => fault.Contains("no desktop has this chat"));

    [Fact]
    public void A_message_under_another_speaker_is_wrong()
    {
        var group = new WorldChat("s1", "业主群", ["赵大海", "钱小雨"], "", [Said(1, "问一") with { Sender = "钱小雨" }]);
        var told = new Told(
            [new ToldConversation(
                new ConversationItem(Guid.NewGuid(), Agent, "业主群", "赵大海", true),
                [Message(1, "问一") with { DecisionId = Id(3) }],
                [Decisions[2] with { MessageIds = [Id(101)] }])],
            [], []);

        Oracle.Judge(new Aftermath([new AccountWorld(Agent, new World([group]))], told, []))
            .Violations.ShouldHaveSingleItem().ShouldContain("of another speaker: 问一");
    }

    private static Findings Judge(IReadOnlyList<WorldRow> rows, IEnumerable<ToldMessage> messages, IReadOnlyList<ToldDecision> decisions) =>
        Judge(rows, Only(decisions, messages));

    private static Findings Judge(IReadOnlyList<WorldRow> rows, Told told) =>
        Oracle.Judge(new Aftermath([new AccountWorld(Agent, new World([ChatOf(Chat, rows)]))], told, []));

    private static Told Only(IReadOnlyList<ToldDecision> decisions, IEnumerable<ToldMessage>? messages = null) => new(
        [new ToldConversation(new ConversationItem(Id(999), Agent, Chat, "", false), [.. messages ?? Messages], decisions)], [], []);

    private static ToldDecision[] WithMessage(int index, int message) =>
        [.. Decisions.Select((decision, place) => place == index
            ? decision with { MessageIds = [.. decision.MessageIds, Id(100 + message)] } : decision)];

    private static WorldChat ChatOf(string name, IReadOnlyList<WorldRow> rows) => new(name, name, null, "", rows);

    private static WorldRow Said(long id, string text) => new(id, "text", text, Chat, Own: false, Noon.AddSeconds(id));

    private static WorldRow Typed(long id, string text) => new(id, "text", text, null, Own: true, Noon.AddSeconds(id));

    private static ToldMessage Message(int sequence, string text, string side = "other") => new(
        Id(100 + sequence), sequence, side, text, Noon.AddSeconds(sequence),
        side == "own" ? null : Id(sequence switch { 1 or 2 => 1, 3 => 2, _ => 3 }));

    private static ToldDecision Decision(int number, string[] parts, int[] messages, params string[] outcomes) => new(
        Id(number), "reply", parts, "answered", [.. messages.Select(message => Id(100 + message))], Noon, "settled",
        [.. outcomes.Select((outcome, part) => new ToldDelivery(part, outcome, null))]);

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
