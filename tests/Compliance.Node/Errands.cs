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

// One kind of message a module, so that each queue has a module's own messages only. The second of each pair is what the
// consumer of the first publishes through the same outbox.
public sealed record GatewayErrand : Errand;

public sealed record GatewayErrandRun : Errand;

public sealed record MessageErrand : Errand;

public sealed record MessageErrandRun : Errand;

public sealed record AiErrand : Errand;

public sealed record AiErrandRun : Errand;

public sealed record RagErrand : Errand;

public sealed record RagErrandRun : Errand;

public sealed record CustomerErrand : Errand;

public sealed record CustomerErrandRun : Errand;

public sealed record ErpSyncErrand : Errand;

public sealed record ErpSyncErrandRun : Errand;

public sealed record AnalyticsErrand : Errand;

public sealed record AnalyticsErrandRun : Errand;
