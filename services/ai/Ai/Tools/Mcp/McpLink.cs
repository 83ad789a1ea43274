using ModelContextProtocol.Client;

namespace WeChatPlatform.Ai.Tools;

/// <summary>One connection to an MCP server, until it ends or a call finds it broken.</summary>
internal sealed class McpLink
{
    private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider time;

    public McpLink(McpClient client, TimeProvider time)
    {
        Client = client;
        this.time = time;
        _ = client.Completion.ContinueWith(
            _ => Lose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public McpClient Client { get; }

    /// <summary>Tells whoever keeps the connection that it is of no use: the server's tools are not offered until there is a new one.</summary>
    public void Lose() => lost.TrySetResult();

    /// <summary>Whether the connection is still there after so long.</summary>
    public async Task<bool> LastsAsync(TimeSpan span, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var wait = Task.Delay(span, time, over.Token);
#pragma warning disable VSTHRD003 // A signal, completed by whoever loses the connection: nothing runs in it that could wait for us.
        var first = await Task.WhenAny(wait, lost.Task);
#pragma warning restore VSTHRD003
        await over.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return first == wait;
    }
}
