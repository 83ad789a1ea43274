using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Windows.Calls;

/// <summary>Runs what may hang where it may hang.</summary>
internal interface IWindowCalls
{
    /// <exception cref="DesktopUnavailableException">not_answering: the call takes longer than it may.</exception>
    Task<T> RunAsync<T>(Func<T> call, CancellationToken ct);
}
