using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Tests.Tree;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests;

/// <summary>
/// An agent without server and loops: rounds are run by hand, decisions are handed in, the gate says what the test says. An
/// Enter that the gate did not grant fails the test, whatever it is about.
/// </summary>
internal sealed class TestAgent : IDisposable
{
    public const string Nickname = "客服小微";
    private readonly ServiceProvider _services;
    private readonly TimeProvider _clock;
    private bool _isGranted;

    public TestAgent(
        SimulatedWorld world, string folder, TimeProvider clock, Action<AgentOptions>? configure = null, TreeStyle style = TreeStyle.None,
        bool connected = true)
    {
        _clock = clock;
        Window = style == TreeStyle.None ? null : new TreeWindow(world, style);
        Desktop = new WorldDesktop(world, Window is null ? null : new TreeDesktop(
            Window, SelectorCatalog.Load(folder: null), Options.Create(new AgentOptions()), clock)) { Entering = TakeGrant };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton(new Random(1));
        services.AddSingleton<IWeChatDesktop>(Desktop);
        if (Desktop.Shown is IWindowProbe probe)
        {
            services.AddSingleton(probe);
        }

        services.AddDesktopWork();
        services.AddSingleton<DesktopLoop>();
        services.AddOptions<AgentOptions>().Configure(options =>
        {
            options.AgentId = "test-agent";
            options.DataFolder = folder;
            options.Account.Nickname = Nickname;
            options.Scope.Include.Add("*");
            OpenPace.Apply(options.Pace);
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Loop = _services.GetRequiredService<DesktopLoop>();
        Journal = _services.GetRequiredService<AgentJournal>();
        Health = _services.GetRequiredService<AgentHealth>();
        SendGate = _services.GetRequiredService<SendGate>();
        Hold = _services.GetRequiredService<SendHold>();
        if (connected)
        {
            Connect();
        }
    }

    public IServiceProvider Services => _services;

    public AgentHealth Health { get; }

    public SendGate SendGate { get; }

    public SendHold Hold { get; }

    public LocalStop LocalStop => _services.GetRequiredService<LocalStop>();

    /// <summary>What the gate says. Null leaves a question without an answer.</summary>
    public Func<GateQuestion, GateAnswer?> Gate { get; set; } = _ => GateAnswer.Go;

    /// <summary>Called before the gate hears a question and after it answered.</summary>
    public Action<string> GateReached { get; set; } = _ => { };

    public List<GateQuestion> Questions { get; } = [];

    /// <summary>Whether the server has every captured message.</summary>
    public bool IsHandedIn { get; set; } = true;

    /// <summary>Whether an answer that was made here may be entered without a go: only a test without a connection says so.</summary>
    public bool MayEnterAlone { get; set; }

    public int EnteredAlone { get; private set; }

    public int ConnectionsGivenUp { get; private set; }

    public WorldDesktop Desktop { get; }

    /// <summary>The raw window, when the agent works over one.</summary>
    public TreeWindow? Window { get; }

    public AgentJournal Journal { get; }

    public DesktopLoop Loop { get; }

    public AttachmentStore Attachments => _services.GetRequiredService<AttachmentStore>();

    public IEnumerable<QueuedMessage> Captured => Journal.State.Queue;

    public IEnumerable<string> CapturedTexts => Journal.State.Queue.Select(message => message.Content);

    public void Connect() => SendGate.Open(new Wire(this));

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

            if (Hold.IsOn)
            {
                Connect();
                await Task.Delay(TimeSpan.FromMinutes(5), _clock);
            }
            else if (Health.HeldReason is not null)
            {
                // By the pace.
                await Task.Delay(TimeSpan.FromMinutes(5), _clock);
            }
        }

        throw new InvalidOperationException("The agent did not come to rest in 200 rounds.");
    }

    public void Dispose()
    {
        Loop.Dispose();
        _services.Dispose();
    }

    // Each "go" is for one press.
    private void TakeGrant()
    {
        if (!_isGranted && MayEnterAlone && Journal.State.Ledger.Exists(decision =>
            decision.Edge is not null && decision.Parts.Exists(part => part.Step == SendStep.Entering)))
        {
            EnteredAlone++;
            return;
        }

        if (!_isGranted)
        {
            throw new InvalidOperationException("Enter was pressed without a go.");
        }

        _isGranted = false;
    }

    private sealed class Wire(TestAgent agent) : IGateWire
    {
        public bool IsHandedIn(string chatId) => agent.IsHandedIn;

        public Task SendAsync(GateQuestion question, CancellationToken ct)
        {
            agent.GateReached($"before {question.Step}");
            agent.Questions.Add(question);
            var answer = agent.Gate(question);
            agent._isGranted = question.Step == GateStep.Enter && answer?.Verdict == GateVerdict.Go;
            agent.GateReached($"after {question.Step}");
            if (answer is not null)
            {
                agent.SendGate.Take(question.DecisionId, question.Part, question.Step, answer);
            }

            return Task.CompletedTask;
        }

        public void GiveUp()
        {
            agent.ConnectionsGivenUp++;
            agent.SendGate.Close(SendGate.Offline);
        }
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
