namespace WeChatPlatform.Capture.Tree;

/// <summary>What is in the window now, looked at without a click or a key. One caller at a time, as with the window itself.</summary>
public interface IWindowProbe
{
    /// <summary>File version of the client at the last look; null when none ran.</summary>
    string? ClientVersion { get; }

    /// <summary>The profile that was used at the last look, such as 4.1/3; null when none fitted.</summary>
    string? Profile { get; }

    /// <summary>Never throws for a window that is away or not understood: that is what it tells.</summary>
    Task<WindowSight> ProbeAsync(CancellationToken ct);

    /// <summary>The whole tree as far as it can be read, not redacted; null when there is no window.</summary>
    Task<TreeRecord?> RecordAsync(CancellationToken ct);
}

/// <summary>The answer of <see cref="IWindowProbe.ProbeAsync"/>.</summary>
/// <remarks>As in <see cref="SelfCheckResult"/>.</remarks>
public sealed record WindowSight(
    WindowHealth Health, string? ClientVersion, string? Profile, string? Language, IReadOnlyList<SelectorFinding> Selectors);

/// <summary>The tree of a window at one moment, with what is known beside it.</summary>
/// <remarks><paramref name="Note"/> says where it comes from; fixtures that nobody recorded say so there.</remarks>
public sealed record TreeRecord(
    WindowFacts Facts, string? Profile, UiNode Window, DateTimeOffset At, bool IsRedacted = false, string? Note = null);
