using WeChatPlatform.Message.Tests.Service;

namespace WeChatPlatform.Message.Tests.Races;

/// <summary>
/// Everything that can happen, at every step of an answer that takes its time: one voice speaks, and it ends as the table in
/// docs/reliability.md says. Twelve seconds of a model's work are not waited for: its answer comes when the race lets it.
/// </summary>
public sealed class RaceMatrixTests
{
    private const int AtOnce = 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_table_has_every_happening_at_every_step() =>
        (await RaceTable.ReadAsync(Ct)).Select(cell => (cell.Step, cell.Happening)).ShouldBe(
            RaceTable.Steps.SelectMany(step => RaceTable.Happenings.Select(happening => (step, happening))), ignoreOrder: true);

    [Fact(Timeout = 240_000)]
    public async Task Whatever_happens_at_whichever_step_one_voice_speaks_as_the_table_says()
    {
        await using var service = await MessageService.StartAsync(
            ("Message:MergeWindowMilliseconds", "1500"), ("Message:PreparationSeconds", "8"), ("Message:GenerationSeconds", "8"),
            ("Message:GateAskAgainSeconds", "1"), ("Edge:RequestsPerSecond", "10000"), ("Edge:RequestBurst", "10000"));
        service.Desk.Knowledge = ask => Holds(ask.Question, Race.SlowKnowledge) ? null : Desk.Found(ask);
        service.Desk.Reply = ask => Holds(ask.Question, Race.SlowAnswer) ? null : Desk.Says(ask, $"答：{ask.Question}");
        var table = await RaceTable.ReadAsync(Ct);
        List<RaceCell> run = [];
        await Parallel.ForEachAsync(table, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct }, async (cell, _) =>
        {
            await using var race = new Race(service, cell);
            var ended = await RunAsync(race, cell);
            lock (run)
            {
                run.Add(ended);
            }
        });

        run.Where(cell => !table.Contains(cell)).Select(cell => cell.ToString()).ShouldBeEmpty();
    }

    // One race that goes wrong must not hide how the others end.
    private static async Task<RaceCell> RunAsync(Race race, RaceCell cell)
    {
        try
        {
            return await race.RunAsync();
        }
        catch (Exception failure) when (!Ct.IsCancellationRequested)
        {
            return cell with { Outcome = failure.Message };
        }
    }

    // A question that was merged with a later one is another question: it is answered at once.
    private static bool Holds(string question, string slow) => question.EndsWith(slow, StringComparison.Ordinal);
}
