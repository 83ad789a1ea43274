namespace WeChatPlatform.Compliance.Tests;

/// <summary>One process, which carries the messages itself: it is killed and started again.</summary>
public sealed class MemoryRun : StorageRun
{
    protected override int Replicas => 1;

    protected override Task<IReadOnlyDictionary<string, string?>> TransportAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string?>>(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messaging:Transport"] = "memory" });

    // What is in the transport is in the outbox too.
    protected override Task<bool> IsTransportEmptyAsync() => Task.FromResult(true);
}
