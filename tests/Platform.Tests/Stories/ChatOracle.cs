using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// What was said in the simulated window against what the message service stored, decided and was told: every message
/// once and in order, every addressed one answered by exactly one decision, every answer typed once, in its chat, in its
/// order, after its questions, and nothing else.
/// </summary>
internal static class ChatOracle
{
    public static void Verify(World world, Conversations stored, string agentId)
    {
        var own = stored.All.Where(conversation => conversation.AgentId == agentId).ToList();
        foreach (var chat in world.Chats)
        {
            chat.Draft.ShouldBe("", $"left in the input box of {chat.Name}");
            var conversations = own.Where(conversation => conversation.ChatName == chat.Name).ToList();
            conversations.Select(conversation => conversation.Speaker).ShouldBeUnique(chat.Name);
            foreach (var speaker in chat.Speakers)
            {
                var said = chat.SaidBy(speaker);
                var conversation = conversations.SingleOrDefault(conversation => conversation.Speaker == speaker);
                (conversation?.Messages.Select(message => message.Content) ?? [])
                    .ShouldBe(said.Select(row => Line.Kept(row.Text, chat.Members is not null)), $"{chat.Name} {speaker}");
                if (conversation is not null)
                {
                    VerifyDecisions(conversation, said);
                }
            }

            VerifyTyped(chat, conversations);
        }

        own.Select(conversation => conversation.ChatName).Except(world.Chats.Select(chat => chat.Name)).ShouldBeEmpty();
        VerifyDeliveries(stored);
    }

    /// <summary>The decisions of a conversation take its addressed messages in order, each once; the others are ignored.</summary>
    private static void VerifyDecisions(StoredConversation conversation, IReadOnlyList<WorldRow> said)
    {
        var where = conversation.ToString();
        conversation.Messages.Select(message => message.Sequence)
            .ShouldBe(Enumerable.Range(1, said.Count).Select(number => (long)number), where);
        conversation.Messages.ShouldAllBe(message => message.Side == "other", where);
        foreach (var decision in conversation.Decisions)
        {
            conversation.Messages.Where(message => message.DecisionId == decision.Id).Select(message => message.Id)
                .ShouldBe(decision.MessageIds, $"{where}, decision {decision.Number}");
        }

        var addressed = conversation.Messages.Zip(said)
            .Where(pair => Line.IsAddressed(pair.Second.Text, conversation.IsGroup)).Select(pair => pair.First).ToList();
        var answers = conversation.Decisions.Where(decision => decision.TurnId is not null).ToList();
        answers.SelectMany(decision => decision.MessageIds).ShouldBe(addressed.Select(message => message.Id), where);
        answers.ShouldAllBe(decision => decision.IsTyped && decision.Parts.Length > 0, where);
        answers.ShouldAllBe(
            decision => decision.Reason == "hand_off_word" == addressed.Exists(
                message => message.DecisionId == decision.Id && message.Content == Script.Handoff), where);

        var ignored = conversation.Decisions.Except(answers).ToList();
        ignored.ShouldAllBe(
            decision => decision.Action == "ignore" && decision.Reason == "not_addressed" && !decision.IsTyped, where);
        ignored.SelectMany(decision => decision.MessageIds)
            .ShouldBe(conversation.Messages.Except(addressed).Select(message => message.Id), where);
    }

    /// <summary>
    /// The own rows are whole decisions, one after the other, those of each conversation in their order: nothing is
    /// missing, double, foreign or torn apart, and no answer stands before its questions.
    /// </summary>
    private static void VerifyTyped(WorldChat chat, IReadOnlyList<StoredConversation> conversations)
    {
        var rows = chat.Typed;
        var waiting = conversations.ToDictionary(
            conversation => conversation,
            conversation => new Queue<StoredDecision>(conversation.Decisions.Where(decision => decision.IsTyped)));
        var position = 0;
        while (position < rows.Count)
        {
            var here = rows.Skip(position).Select(row => row.Text);
            var (conversation, queue) = waiting.FirstOrDefault(
                entry => entry.Value.TryPeek(out var next) && here.Take(next.Parts.Length).SequenceEqual(next.Parts));
            (conversation is not null).ShouldBeTrue($"own row {position} of {chat.Name} is no decision's turn: {rows[position].Text}");
            var decision = queue!.Dequeue();
            var questions = conversation!.Messages.Zip(chat.SaidBy(conversation.Speaker))
                .Where(pair => pair.First.DecisionId == decision.Id).Select(pair => pair.Second.Id);
            rows[position].Id.ShouldBeGreaterThan(questions.Max(), $"{conversation}, decision {decision.Number}");
            position += decision.Parts.Length;
        }

        waiting.Values.SelectMany(queue => queue).ShouldBeEmpty($"never typed in {chat.Name}");
    }

    private static void VerifyDeliveries(Conversations stored)
    {
        var expected = stored.Decisions.Where(decision => decision.IsTyped)
            .SelectMany(decision => decision.Parts.Index().Select(part => (decision.Id, part.Index)));
        stored.Deliveries.Select(delivery => (delivery.DecisionId, delivery.Part)).ShouldBe(expected, ignoreOrder: true);
        stored.Deliveries.Where(delivery => delivery.Outcome != "verified").ShouldBeEmpty();
        stored.AreSettled.ShouldBeTrue();
    }
}
