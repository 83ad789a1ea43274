namespace WeChatPlatform.Hosting;

/// <summary>
/// Does a part of a process's work once for nobody, after it has started and before it says that it is ready, so that the
/// first customer does not wait for code to be compiled and connections to be made. It leaves nothing behind: it reads, or
/// rolls back. What it cannot do, because a server is away, is no fault.
/// </summary>
public interface IWarmUp
{
    /// <summary>What it warms up, for the log.</summary>
    string Name { get; }

    Task RunAsync(IServiceProvider services, CancellationToken ct);
}
