using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Greetings;

/// <summary>
/// An agent that may answer greetings and has a table, two customers who are silent, and a group. The agent has looked around
/// once, so what comes from now on comes while it watches.
/// </summary>
public abstract class EdgeTest : IDisposable
{
    protected const string Reply = "您好，欢迎光临！有什么可以帮您？";
    private readonly TemporaryFolder _folder = new();
    private TestAgent? _agent;

    private protected static readonly GreetingTable Table = new(7, [new GreetingEntry(["你好", "Hello"], Reply)]);

    protected EdgeTest()
    {
        World = new SimulatedWorld(null, Clock, TestAgent.Nickname);
        Chat = World.CreateChat("张三", null, allowSameName: false)!;
        Other = World.CreateChat("李四", null, allowSameName: false)!;
        Group = World.CreateChat("业主群", ["王五", "赵六"], allowSameName: false)!;
    }

    private protected LeapingClock Clock { get; } = new();

    private protected SimulatedWorld World { get; }

    protected string Chat { get; }

    protected string Other { get; }

    protected string Group { get; }

    private protected TestAgent Agent => _agent ?? throw new InvalidOperationException("Start the agent first.");

    public void Dispose()
    {
        _agent?.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task StartAsync(Action<AgentOptions>? configure = null, GreetingTable? table = null, bool connected = true)
    {
        _agent?.Dispose();
        _agent = new TestAgent(World, _folder.Path, Clock, options =>
        {
            options.EdgeReplies.Enabled = true;
            configure?.Invoke(options);
        }, connected: connected);
        Agent.Journal.Update(state => state with { Greetings = table ?? Table });
        await Agent.RoundAsync();
    }

    /// <summary>The connection is lost after there was one.</summary>
    protected void CutOff()
    {
        Agent.SendGate.Close(SendGate.Offline);
        Agent.MayEnterAlone = true;
    }

    protected async Task RoundsAsync(int rounds = 4)
    {
        for (var round = 0; round < rounds; round++)
        {
            await Agent.RoundAsync();
        }
    }

    protected Task LaterAsync(TimeSpan time) => Task.Delay(time, Clock, TestContext.Current.CancellationToken);

    protected List<string> Own(string name = "张三") => World.Read((chats, _) => chats.Where(chat => chat.Name == name)
        .SelectMany(chat => chat.Rows).Where(row => row.Own).Select(row => row.Text).ToList());

    protected string Draft(string name = "张三") => World.Read((chats, _) => chats.First(chat => chat.Name == name).Draft);

    private protected IEnumerable<(SendOutcome Outcome, string? Reason)> Outcomes =>
        Agent.Journal.State.Reports.Select(report => (report.Outcome, report.Reason));

    private protected QueuedMessage Newest => Agent.Journal.State.Queue[^1];
}
