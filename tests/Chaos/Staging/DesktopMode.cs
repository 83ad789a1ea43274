namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>What an account's simulated window is like.</summary>
/// <remarks>
/// <paramref name="Settings"/> are the simulator's, as environment variables; <paramref name="Faults"/> are how the window
/// is from its start on, told anew after each start.
/// </remarks>
internal sealed record DesktopMode(string Name, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, object> Faults)
{
    /// <summary>WeChat 3.9: the tree tells who spoke.</summary>
    public static readonly DesktopMode Classic = new("3.9", new Dictionary<string, string>(), new Dictionary<string, object>());

    /// <summary>WeChat 4.x: rows tell no sender and no side but in a picture, and their ids are those of their places on the screen.</summary>
    public static readonly DesktopMode Plain = new(
        "4.x", new Dictionary<string, string> { ["Simulator__FourX"] = "true" },
        new Dictionary<string, object> { ["four_x"] = true, ["recycle_ids"] = true });
}
