using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>The stories' judge sees each kind of wrong that they are there to find.</summary>
public sealed class OracleTests
{
    private const string Agent = "agent-1";
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();

    private static readonly StoredMessage[] Messages =
        [Message(1, "问一", First), Message(2, "问二", First), Message(3, "问三", Second)];

    private static readonly StoredDecision[] Decisions =
        [Decision(1, First, ["答一", "答二"], Messages[..2]), Decision(2, Second, ["答三"], Messages[2..])];

    private static readonly StoredDelivery[] Deliveries =
        [new(First, 0, "verified", null), new(First, 1, "verified", null), new(Second, 0, "verified", null)];

    private static readonly string[] Rows = ["问一", "问二", ">答一", ">答二", "问三", ">答三"];

    [Fact]
    public void What_is_right_passes() => Judge();

    [Theory]
    [InlineData("问一 问二 >答一 >答二 问三 >答三 >答三")]
    [InlineData("问一 问二 >答一 >答二 问三")]
    [InlineData("问一 问二 >答一 问三 >答三")]
    [InlineData("问一 问二 >答二 >答一 问三 >答三")]
    [InlineData("问一 问二 问三 >答三 >答一 >答二")]
    [InlineData("问一 问二 问三 >答一 >答三 >答二")]
    [InlineData("问一 >答一 >答二 问二 问三 >答三")]
    [InlineData("问一 问二 >答一 >答二 问三 >答三 >我是店主")]
    [InlineData("问一 问二 >答一 >答二 问三 >答三 问四")]
    [InlineData("问二 问一 >答一 >答二 问三 >答三")]
    public void A_window_that_shows_something_else_than_was_decided_fails(string rows) =>
        Should.Throw<ShouldAssertException>(() => Judge(rows: rows.Split(' ')));

    [Fact]
    public void A_row_in_another_chat_fails() =>
        Should.Throw<ShouldAssertException>(() => Judge(others: [Chat("李四", [">答三"])]));

    [Fact]
    public void A_text_left_in_the_input_box_fails() =>
        Should.Throw<ShouldAssertException>(() => Judge(others: [Chat("李四", []) with { Draft = "答" }]));

    [Fact]
    public void A_message_stored_twice_or_not_at_all_fails()
    {
        Should.Throw<ShouldAssertException>(() => Judge(messages: [.. Messages, Messages[2] with { Sequence = 4 }]));
        Should.Throw<ShouldAssertException>(() => Judge(messages: Messages[..2]));
    }

    [Fact]
    public void A_message_that_two_decisions_answer_or_none_fails()
    {
        Should.Throw<ShouldAssertException>(() => Judge(decisions: [Decisions[0], Decision(2, Second, ["答三"], Messages[1..])]));
        Should.Throw<ShouldAssertException>(() => Judge(decisions: [Decision(1, First, ["答一", "答二"], Messages[..1]), Decisions[1]]));
    }

    [Fact]
    public void A_delivery_that_is_not_verified_missing_or_foreign_fails()
    {
        Should.Throw<ShouldAssertException>(() => Judge(deliveries: [.. Deliveries[..2], Deliveries[2] with { Outcome = "unknown" }]));
        Should.Throw<ShouldAssertException>(() => Judge(deliveries: Deliveries[..2]));
        Should.Throw<ShouldAssertException>(() => Judge(deliveries: [.. Deliveries, new(Guid.NewGuid(), 0, "verified", null)]));
    }

    [Fact]
    public void A_decision_on_its_way_fails() => Should.Throw<ShouldAssertException>(
        () => Judge(decisions: [Decisions[0], Decisions[1] with { DeliveryState = "claimed" }]));

    private static void Judge(
        string[]? rows = null,
        StoredMessage[]? messages = null,
        StoredDecision[]? decisions = null,
        StoredDelivery[]? deliveries = null,
        WorldChat[]? others = null)
    {
        var conversation = new StoredConversation(
            Guid.NewGuid(), Agent, "张三", "", IsGroup: false, IsIdle: true, messages ?? Messages, decisions ?? Decisions);
        ChatOracle.Verify(
            new World([Chat("张三", rows ?? Rows), .. others ?? []]), new Conversations([conversation], deliveries ?? Deliveries, 0), Agent);
    }

    private static StoredMessage Message(int number, string text, Guid turn) =>
        new(Guid.NewGuid(), Agent, text, number, text, "other", turn, turn);

    private static WorldChat Chat(string name, string[] rows) => new(name, name, null, "", [.. rows.Select((row, index) =>
        new WorldRow(index, "text", row.TrimStart('>'), null, Own: row.StartsWith('>')))]);

    private static StoredDecision Decision(long number, Guid id, string[] parts, StoredMessage[] messages) => new(
        id, number, id, "reply", "answered", parts, [.. messages.Select(message => message.Id)], "settled", null);
}
