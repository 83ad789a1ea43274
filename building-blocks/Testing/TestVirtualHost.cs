using System.Security.Cryptography;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.Testing;

/// <summary>A virtual host of one test on the shared node; its queues and connections go with it at the end.</summary>
public sealed class TestVirtualHost : IAsyncDisposable
{
    private readonly RabbitManagement api;

    private TestVirtualHost(RabbitManagement management, string name, Uri amqpUri)
    {
        api = management;
        Name = name;
        AmqpUri = amqpUri;
    }

    public string Name { get; }

    /// <summary>With user, password and the virtual host: Messaging:RabbitMq.</summary>
    public Uri AmqpUri { get; }

    public async ValueTask DisposeAsync()
    {
        using (api)
        {
            await api.DeleteVirtualHostAsync(Name, CancellationToken.None);
        }
    }

    internal static async Task<TestVirtualHost> CreateAsync(TestRabbitMq server, CancellationToken ct)
    {
        var login = Uri.UnescapeDataString(server.AmqpUri.UserInfo).Split(':', 2);
        var name = $"t{RandomNumberGenerator.GetHexString(10, lowercase: true)}";
        var management = new RabbitManagement(server.ManagementUri, login[0], login[^1]);
        try
        {
            await management.CreateVirtualHostAsync(name, ct);
            return new TestVirtualHost(management, name, new Uri(server.AmqpUri, "/" + name));
        }
        catch
        {
            management.Dispose();
            throw;
        }
    }
}
