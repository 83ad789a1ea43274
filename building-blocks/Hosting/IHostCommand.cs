namespace WeChatPlatform.Hosting;

/// <summary>
/// A command-line verb of a host: <c>message-host poison list</c>. It is registered in the container and runs against
/// the built host, whose options are valid and whose bus and endpoints are not started.
/// </summary>
public interface IHostCommand
{
    /// <summary>The first word on the command line.</summary>
    string Verb { get; }

    /// <summary>One line for <c>--help</c>, Chinese first.</summary>
    string Summary { get; }

    /// <summary>Runs the verb; <paramref name="args"/> are the words after it. The result is the exit code.</summary>
    Task<int> RunAsync(string[] args, IServiceProvider services, CancellationToken ct);
}
