using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests;

/// <summary>An agent without server and loops: rounds are run by hand, decisions are handed in.</summary>
internal sealed class TestAgent : IDisposable
{
    public const string Nickname = "客服小微";
    private readonly ServiceProvider _services;

    public TestAgent(SimulatedWorld world, string folder, TimeProvider clock, Action<AgentOptions>? configure = null)
    {
        Desktop = new WorldDesktop(world);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton(new Random(1));
        services.AddSingleton<IWeChatDesktop>(Desktop);
        services.AddDesktopWork();
        services.AddSingleton<DesktopLoop>();
        services.AddOptions<AgentOptions>().Configure(options =>
        {
            options.AgentId = "test-agent";
            options.DataFolder = folder;
            options.Account.Nickname = Nickname;
            options.Scope.Include.Add("*");
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Loop = _services.GetRequiredService<DesktopLoop>();
        Journal = _services.GetRequiredService<AgentJournal>();
    }

    public WorldDesktop Desktop { get; }

    public AgentJournal Journal { get; }

    public DesktopLoop Loop { get; }

    public AgentHealth Health => _services.GetRequiredService<AgentHealth>();

    public AttachmentStore Attachments => _services.GetRequiredService<AttachmentStore>();

    public IEnumerable<QueuedMessage> Captured => Journal.State.Queue;

    public IEnumerable<string> CapturedTexts => Journal.State.Queue.Select(message => message.Content);

    public static string ChatId(string name, bool isGroup = false) =>
        ChatIdentity.Of("test-agent", new ChatKey(name, isGroup));

    public static LedgerDecision Decision(string id, string chat, params string[] parts) => new(
        id, ChatId(chat), chat, IsGroup: false, [.. parts.Select(part => new LedgerPart(part))], DateTimeOffset.UnixEpoch, null);

    public void Receive(LedgerDecision decision) =>
        Journal.Update(state => LedgerSteps.Receive(state, decision, DateTimeOffset.UnixEpoch));

    public Task RoundAsync() => Loop.RunOnceAsync(CancellationToken.None, CancellationToken.None);

    /// <summary>Rounds until nothing waits to be typed and nothing new is found.</summary>
    public async Task RunDryAsync()
    {
        for (var round = 0; round < 200; round++)
        {
            if (!await Loop.RunOnceAsync(CancellationToken.None, CancellationToken.None) && Journal.State.Ledger.IsEmpty)
            {
                return;
            }
        }

        throw new InvalidOperationException("The agent did not come to rest in 200 rounds.");
    }

    public void Dispose()
    {
        Loop.Dispose();
        _services.Dispose();
    }
}

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    // In memory where there is such a place: the kill tests write some ten thousand journals.
    private const string Memory = "/dev/shm";

    public string Path { get; } = Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"capture-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("capture-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
