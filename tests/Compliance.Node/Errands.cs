namespace WeChatPlatform.Compliance.Node;

/// <summary>What the suite sends through every module: numbered within its key, which is its ordering key.</summary>
public abstract record Errand
{
    public Guid Key { get; init; }

    /// <summary>1, 2, 3, ... in the order of commits of its key; 0 for what is rolled back.</summary>
    public int Number { get; init; }

    /// <summary>Its consumer fails as long as its database holds a row in <see cref="Effect.BrokenTable"/>.</summary>
    public bool Fragile { get; init; }
}

// Three kinds of messages a module, so that each queue has a module's own only. The consumer of the first publishes the
// second, whose consumer publishes the third, through the same outbox.
public sealed record GatewayErrand : Errand;

public sealed record GatewayErrandRun : Errand;

public sealed record GatewayErrandPriced : Errand;

public sealed record MessageErrand : Errand;

public sealed record MessageErrandRun : Errand;

public sealed record MessageErrandPriced : Errand;

public sealed record AiErrand : Errand;

public sealed record AiErrandRun : Errand;

public sealed record AiErrandPriced : Errand;

public sealed record RagErrand : Errand;

public sealed record RagErrandRun : Errand;

public sealed record RagErrandPriced : Errand;

public sealed record CustomerErrand : Errand;

public sealed record CustomerErrandRun : Errand;

public sealed record CustomerErrandPriced : Errand;

public sealed record ErpSyncErrand : Errand;

public sealed record ErpSyncErrandRun : Errand;

public sealed record ErpSyncErrandPriced : Errand;

public sealed record AnalyticsErrand : Errand;

public sealed record AnalyticsErrandRun : Errand;

public sealed record AnalyticsErrandPriced : Errand;
