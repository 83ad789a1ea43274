namespace WeChatPlatform.Simulator;

/// <summary>How the simulated window misbehaves. The defaults are a healthy window.</summary>
internal sealed record WorldFaults
{
    /// <summary>Every call of the driver takes this much longer.</summary>
    public int LatencyMs { get; init; }

    /// <summary>The driver sees nothing, as with a WeChat that hides its accessibility tree.</summary>
    public bool TreeHidden { get; init; }

    /// <summary>So many presses of Enter do nothing.</summary>
    public int EnterIgnored { get; init; }

    /// <summary>Enter empties the input at once, but the own row is shown only this much later.</summary>
    public int RowDelayMs { get; init; }

    /// <summary>Rows do not tell who spoke, as in WeChat 4.x.</summary>
    public bool HideSides { get; init; }

    /// <summary>Runtime ids are those of the slot on the screen, not of the row.</summary>
    public bool RecycleIds { get; init; }
}
