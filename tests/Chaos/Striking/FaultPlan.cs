using WeChatPlatform.Chaos.Tests.Staging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Striking;

/// <summary>Draws the faults of a run: the same seed gives the same plan.</summary>
internal static class FaultPlan
{
    private const double AtAStep = 0.6;

    // How often a kind lies in the deck. All are dealt before any comes again.
    private static readonly (FaultKind Kind, int Cards)[] Deck =
    [
        (FaultKind.KillAgent, 4), (FaultKind.KillDesktop, 2), (FaultKind.KillService, 4), (FaultKind.KillRabbitMq, 1), (FaultKind.KillPostgres, 1),
        (FaultKind.CutNetwork, 1), (FaultKind.DropConnections, 3), (FaultKind.SlowNetwork, 1),
        (FaultKind.Repeats, 1), (FaultKind.Overtakes, 1), (FaultKind.LostAnswers, 1), (FaultKind.Echoes, 1), (FaultKind.DeafWindow, 1),
        (FaultKind.FullDisk, 2), (FaultKind.SlowWindow, 1), (FaultKind.IgnoredEnter, 1), (FaultKind.LateRows, 1),
        (FaultKind.OwnerWrites, 2), (FaultKind.Pause, 2), (FaultKind.StopAgent, 1),
    ];

    // The message service and the gateway have most to do with a message's way.
    private static readonly string[] Services =
        ["message", "message", "message", PlatformStack.Gateway, PlatformStack.Gateway, "ai", "customer", "rag", "erp-sync", "analytics"];

    private static readonly Step[] Steps = Enum.GetValues<Step>();

    private static readonly FaultKind[] StrikeAtSteps =
    [
        FaultKind.KillAgent, FaultKind.KillDesktop, FaultKind.KillService, FaultKind.KillRabbitMq, FaultKind.KillPostgres,
        FaultKind.CutNetwork, FaultKind.DropConnections, FaultKind.FullDisk, FaultKind.OwnerWrites, FaultKind.Pause, FaultKind.StopAgent,
    ];

    /// <param name="random">Of the seed.</param>
    /// <param name="count">How many faults.</param>
    /// <param name="first">The number of the first one.</param>
    /// <param name="accounts">The accounts there are.</param>
    /// <param name="kinds">The kinds to draw from; all when empty.</param>
    public static IReadOnlyList<Fault> Draw(
        Random random, int count, int first, IReadOnlyList<string> accounts, IReadOnlyCollection<FaultKind> kinds)
    {
        var cards = Deck.Where(entry => kinds.Count == 0 || kinds.Contains(entry.Kind))
            .SelectMany(entry => Enumerable.Repeat(entry.Kind, entry.Cards)).ToArray();
        List<Fault> plan = [];
        while (plan.Count < count)
        {
            random.Shuffle(cards);
            foreach (var kind in cards[..Math.Min(cards.Length, count - plan.Count)])
            {
                plan.Add(Draw(random, first + plan.Count, kind, accounts));
            }
        }

        return plan;
    }

    private static Fault Draw(Random random, int number, FaultKind kind, IReadOnlyList<string> accounts)
    {
        var target = kind switch
        {
            FaultKind.KillService => Services[random.Next(Services.Length)],
            FaultKind.KillRabbitMq or FaultKind.KillPostgres => "",
            FaultKind.CutNetwork or FaultKind.DropConnections or FaultKind.SlowNetwork => Network(random, accounts),
            // In turn, so that a short plan strikes every kind of window.
            _ => accounts[number % accounts.Count],
        };
        Step? step = StrikeAtSteps.Contains(kind) && random.NextDouble() < AtAStep ? Steps[random.Next(Steps.Length)] : null;
        var lasting = kind switch
        {
            FaultKind.KillAgent or FaultKind.KillDesktop or FaultKind.KillService => random.Next(0, 1_500),
            FaultKind.KillRabbitMq or FaultKind.KillPostgres => random.Next(0, 1_000),
            FaultKind.CutNetwork => random.Next(500, 6_000),
            FaultKind.SlowNetwork => random.Next(2_000, 5_000),
            FaultKind.OwnerWrites or FaultKind.Pause => random.Next(10_000, 20_000),
            _ => random.Next(3_000, 8_000),
        };
        return new Fault(
            number, kind, target, random.Next(1_000), step,
            TimeSpan.FromMilliseconds(random.Next(200, 2_500)), TimeSpan.FromMilliseconds(lasting));
    }

    private static string Network(Random random, IReadOnlyList<string> accounts)
    {
        string[] networks = [.. accounts, .. accounts, "rabbitmq", "rabbitmq", "postgres", "redis", PlatformStack.Gateway];
        return networks[random.Next(networks.Length)];
    }
}
