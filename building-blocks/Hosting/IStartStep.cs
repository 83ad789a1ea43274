namespace WeChatPlatform.Hosting;

/// <summary>
/// Work that must be done before anything runs: after the migrations, before the bus and the endpoints. Every replica runs
/// it at every start, perhaps at the same moment.
/// </summary>
public interface IStartStep
{
    /// <exception cref="StartRefusedException">Ends the start with its message.</exception>
    Task RunAsync(CancellationToken ct);
}
