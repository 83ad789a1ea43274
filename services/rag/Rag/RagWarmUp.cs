using WeChatPlatform.Hosting;

namespace WeChatPlatform.Rag;

/// <summary>Loads the index and asks it once: its dictionaries are built at the first search.</summary>
internal sealed class RagWarmUp(LiveIndex index) : IWarmUp
{
    public string Name => "rag";

    public async Task RunAsync(IServiceProvider services, CancellationToken ct) =>
        await index.SearchAsync(new Asked("请问保修多久", 1), ct);
}
