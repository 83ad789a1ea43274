namespace WeChatPlatform.Simulator;

/// <summary>How the simulated window misbehaves, and which WeChat it is. The defaults are a healthy window of 3.9.</summary>
internal sealed record WorldFaults
{
    /// <summary>A list of 3.9 loads the newest rows only.</summary>
    public const int NewestRows = 60;

    /// <summary>Version of the client that is played; empty when the window tells none.</summary>
    public string ClientVersion { get; init; } = "";

    /// <summary>Every call of the driver takes this much longer.</summary>
    public int LatencyMs { get; init; }

    /// <summary>The driver sees nothing, as with a WeChat that hides its accessibility tree.</summary>
    public bool TreeHidden { get; init; }

    /// <summary>So many presses of Enter do nothing.</summary>
    public int EnterIgnored { get; init; }

    /// <summary>Enter empties the input at once, but the own row is shown only this much later.</summary>
    public int RowDelayMs { get; init; }

    /// <summary>Rows of 3.9 do not tell who spoke.</summary>
    public bool HideSides { get; init; }

    /// <summary>Runtime ids are those of the slot on the screen, not of the row.</summary>
    public bool RecycleIds { get; init; }

    /// <summary>
    /// The window is one of WeChat 4.x: its rows tell neither side nor sender, its list not which chats are groups; who
    /// spoke can be seen only in a picture of the row.
    /// </summary>
    public bool FourX { get; init; }

    /// <summary>Something lies over the window: there are no pictures of its rows.</summary>
    public bool Covered { get; init; }

    /// <summary>Bubbles and background are those of the dark theme.</summary>
    public bool Dark { get; init; }

    /// <summary>Images and files cannot be saved.</summary>
    public bool SaveFails { get; init; }

    /// <summary>How many of the newest rows are in the tree.</summary>
    public int LoadedRows { get; init; } = NewestRows;

    /// <summary>After a chat was opened it takes so many readings until all its rows are there.</summary>
    public int RenderSteps { get; init; }

    /// <summary>The open chat is scrolled up by so many rows; opening it shows the newest again.</summary>
    public int ScrolledUp { get; init; }
}
