namespace WeChatPlatform.Hosting;

/// <summary>The process cannot start for a reason that its operator can mend. Shown without a stack trace.</summary>
/// <remarks><paramref name="message"/> is Chinese first, names the option to change, and holds no secret.</remarks>
public sealed class StartRefusedException(int exitCode, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What a host's exit code says. Zero is a clean stop.</summary>
public static class ExitCodes
{
    public const int Unexpected = 1;
    public const int BadConfiguration = 2;
    public const int PortTaken = 3;
    public const int DatabaseAway = 4;
    public const int DatabaseInUse = 5;
}
