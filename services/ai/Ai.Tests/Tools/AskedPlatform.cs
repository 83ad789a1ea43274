using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Tools;
using WeChatPlatform.Contracts;
using WeChatPlatform.Customer;
using WeChatPlatform.ErpSync;
using WeChatPlatform.Hosting;
using WeChatPlatform.Message;
using WeChatPlatform.Rag;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Tools;

/// <summary>The ai service and those that it asks, in one process, with the sample shop's knowledge and orders and one customer.</summary>
[CollectionDefinition]
public sealed class AskedPlatform : IAsyncLifetime, ICollectionFixture<AskedPlatform>
{
    private TestDatabases? databases;

    public TestHost Host { get; private set; } = null!;

    internal IToolBox Tools => Host.Services.GetRequiredService<IToolBox>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        Host = await TestHost.StartAsync(
            new PlatformHostSetup
            {
                Name = "asked",
                Modules = [new AiModule(), new ErpSyncModule(), new CustomerModule(), new RagModule(), new MessageModule()],
                ReadEnvironment = false,
            },
            databases,
            ("Llm:Provider", "none"),
            ("Rag:KnowledgeFolder", Sample("knowledge")),
            ("ErpSync:ImportFolder", Sample("erp")));
        await Host.PublishAsync(new IdentifyCustomer(
            Guid.CreateVersion7(), Guid.CreateVersion7(), "agent-1", "chat-1", "张三", "张三", IsGroup: false, DateTimeOffset.UnixEpoch));
        await Host.NextAsync<CustomerIdentified>(_ => true);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await databases!.DisposeAsync();
    }

    private static string Sample(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "WeChatPlatform.sln")))
        {
            root = root.Parent;
        }

        return Path.Combine(root.FullName, "samples", "charging-pile-shop", folder);
    }
}
