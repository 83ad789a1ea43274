using WeChatPlatform.Chaos.Tests.Staging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>Waits until nothing happens any more, by what desktops and API show.</summary>
internal static class Rest
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What there is to see once everybody runs, everything that was written is stored and decided, and every decision is at an
    /// end: the same at two looks, so that nothing is judged in the middle of a change. When the time is over, what is to be
    /// seen then: the oracle names what does not end.
    /// </summary>
    public static async Task<(IReadOnlyList<AccountWorld> Worlds, Told Told)> AtRestAsync(Stage stage, TimeSpan within, CancellationToken ct)
    {
        var start = stage.Timeline.Elapsed;
        var last = "";
        while (true)
        {
            var (worlds, told, unfinished) = await LookAsync(stage, ct);
            var now = unfinished.Length > 0 ? unfinished : Sum(worlds, told);
            if (worlds.Count > 0 && ((unfinished.Length == 0 && now == last) || stage.Timeline.Elapsed - start > within))
            {
                if (unfinished.Length > 0)
                {
                    stage.Timeline.Say($"no rest: {unfinished}");
                }

                return (worlds, told);
            }

            if (stage.Timeline.Elapsed - start > within + within)
            {
                throw new ExpectationNotMetException("the platform tells what became of everything", within + within, null);
            }

            last = now;
            await Task.Delay(Between, ct);
        }
    }

    private static async Task<(IReadOnlyList<AccountWorld> Worlds, Told Told, string Unfinished)> LookAsync(Stage stage, CancellationToken ct)
    {
        try
        {
            List<AccountWorld> worlds = [];
            foreach (var account in stage.Accounts)
            {
                worlds.Add(new AccountWorld(account.AgentId, await account.Players.LookAsync(ct)));
            }

            var told = await Reading.ReadAsync(stage.Access, ct);
            var agents = await Reading.AgentsAsync(stage.Access, ct);
            return (worlds, told, stage.Supervisor.AllRun ? Unfinished(worlds, told, agents) : "not everybody runs");
        }
        catch (Exception away) when (away is HttpRequestException or InvalidOperationException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return ([], new Told([], [], []), away.Message);
        }
    }

    private static string Unfinished(IReadOnlyList<AccountWorld> worlds, Told told, IReadOnlyList<ToldAgent> agents)
    {
        var written = worlds.SelectMany(account => account.World.Chats)
            .Sum(chat => chat.SaidBy("").Count + chat.Typed.Count(row => Lines.IsOwners(row.Text)));
        var stored = told.Conversations.Sum(conversation => conversation.Messages.Count) + told.Gaps.Sum(gap => gap.Missing);
        var undecided = told.Conversations.SelectMany(conversation => conversation.Messages).Count(message => message.DecisionId is null && message.Side != "own");
        var open = told.Conversations.SelectMany(conversation => conversation.Decisions).Count(decision => !decision.IsAtAnEnd);
        var waiting = agents.Sum(agent => agent.QueuedMessages ?? 0);
        return stored >= written && undecided == 0 && open == 0 && waiting == 0
            ? ""
            : $"{stored} of {written} messages stored, {undecided} undecided, {open} decisions on their way, {waiting} messages in the agents' queues";
    }

    private static string Sum(IReadOnlyList<AccountWorld> worlds, Told told) => string.Join(
        ' ',
        worlds.Sum(account => account.World.Chats.Sum(chat => chat.Rows.Count)),
        told.Conversations.Sum(conversation => conversation.Messages.Count),
        told.Conversations.Sum(conversation => conversation.Decisions.Sum(decision => 1 + decision.Deliveries.Count)),
        told.Unknown.Count,
        told.Gaps.Count);
}
