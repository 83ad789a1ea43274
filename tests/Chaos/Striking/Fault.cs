using System.Globalization;
using WeChatPlatform.Chaos.Tests.Staging;

namespace WeChatPlatform.Chaos.Tests.Striking;

/// <summary>What is done to the platform, or, at the end of the list, what people do in the middle of it.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of an agent.</summary>
    KillAgent,

    /// <summary>kill -9 of a desktop: the window is gone, and comes back with no chat open.</summary>
    KillDesktop,

    /// <summary>kill -9 of the process of a service.</summary>
    KillService,

    /// <summary>kill -9 of RabbitMQ.</summary>
    KillRabbitMq,

    /// <summary>kill -9 of PostgreSQL's main process.</summary>
    KillPostgres,

    /// <summary>A network passes nothing for a while; then the servers have given up what was open, and the clients are not told.</summary>
    CutNetwork,

    /// <summary>Every open connection of a network is reset: what was not acknowledged on the broker is delivered again.</summary>
    DropConnections,

    /// <summary>A network takes its time.</summary>
    SlowNetwork,

    /// <summary>Frames and requests between an agent and its server arrive twice.</summary>
    Repeats,

    /// <summary>Frames between an agent and its server overtake each other.</summary>
    Overtakes,

    /// <summary>Requests of an agent have their effect, and the answer is lost.</summary>
    LostAnswers,

    /// <summary>Requests of an agent arrive once more, seconds later.</summary>
    Echoes,

    /// <summary>The window does what it is told, and the agent does not hear of it.</summary>
    DeafWindow,

    /// <summary>The disk of an agent takes nothing more.</summary>
    FullDisk,

    /// <summary>Every act at a window takes half a second more.</summary>
    SlowWindow,

    /// <summary>The next press of Enter has no effect.</summary>
    IgnoredEnter,

    /// <summary>What is sent appears in its chat seconds later.</summary>
    LateRows,

    /// <summary>The account's owner answers from the phone.</summary>
    OwnerWrites,

    /// <summary>A person pauses a conversation, and resumes it.</summary>
    Pause,

    /// <summary>A person stops an agent, and lets it go on.</summary>
    StopAgent,
}

/// <summary>One fault of a plan.</summary>
/// <remarks>
/// <paramref name="Target"/> is an account, a service or a network; empty when there is only one. <paramref name="Chat"/>
/// is a number that chooses among the chats. It strikes <paramref name="After"/> the one before, at <paramref name="At"/>
/// when that step is reached soon, and lasts; a process that was killed stays away so long.
/// </remarks>
internal sealed record Fault(int Number, FaultKind Kind, string Target, int Chat, Step? At, TimeSpan After, TimeSpan Lasting)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"#{Number} {Kind} {Target} after {After.TotalSeconds:0.0} s{(At is { } step ? $" at {step}" : "")}, for {Lasting.TotalSeconds:0.0} s");
}
