namespace WeChatPlatform.Capture.Tests;

/// <summary>Tests of anything but the pace send as fast as they can, to the same few chats, with the same few texts.</summary>
internal static class OpenPace
{
    public static readonly IReadOnlyDictionary<string, string?> Settings = new Dictionary<string, string?>
    {
        ["Agent:Pace:Limited"] = "false",
        ["Agent:Pace:MinMilliseconds"] = "0",
        ["Agent:Pace:MillisecondsPerCharacter"] = "0",
        ["Agent:Pace:MaxMilliseconds"] = "5",
    };

    public static void Apply(PaceOptions pace) =>
        (pace.Limited, pace.MinMilliseconds, pace.MillisecondsPerCharacter) = (false, 200, 0);
}
