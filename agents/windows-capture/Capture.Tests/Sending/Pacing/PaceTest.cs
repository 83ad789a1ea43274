using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Sending.Pacing;

/// <summary>Six customers, and an agent whose account is limited and aged; every test moves the limits that it is about.</summary>
public abstract class PaceTest : IDisposable
{
    protected static readonly IReadOnlyList<string> Customers = ["张三", "李四", "王五", "赵六", "孙七", "周八"];
    private readonly TemporaryFolder _folder = new();
    private TestAgent? _agent;
    private int _decisions;

    protected PaceTest()
    {
        World = new SimulatedWorld(null, Clock, TestAgent.Nickname);
        foreach (var customer in Customers)
        {
            World.CreateChat(customer, null, allowSameName: false);
        }
    }

    private protected LeapingClock Clock { get; } = new();

    private protected SimulatedWorld World { get; }

    private protected TestAgent Agent => _agent ?? throw new InvalidOperationException("Start the agent first.");

    public void Dispose()
    {
        _agent?.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the agent, or ends the one that runs and starts the next on its journal.</summary>
    private protected void Start(Action<PaceOptions> limits, bool isAged = true)
    {
        _agent?.Dispose();
        _agent = new TestAgent(World, _folder.Path, Clock, options =>
        {
            options.Pace.Limited = true;
            options.Account.IsAged = isAged;
            limits(options.Pace);
        });
    }

    /// <summary>Hands in an answer of one part, or of several.</summary>
    protected string Answer(string customer, params string[] parts)
    {
        var id = $"d{++_decisions}";
        Agent.Receive(TestAgent.Decision(id, customer, parts));
        return id;
    }

    /// <summary>Rounds without a pause: what waits for its time goes on waiting.</summary>
    protected async Task RoundsAsync(int rounds = 12)
    {
        for (var round = 0; round < rounds; round++)
        {
            await Agent.RoundAsync();
        }
    }

    protected async Task LaterAsync(TimeSpan time)
    {
        await Task.Delay(time, Clock, TestContext.Current.CancellationToken);
        await RoundsAsync();
    }

    protected List<string> Sent(string customer) => World.Read((chats, _) => chats.Where(chat => chat.Name == customer)
        .SelectMany(chat => chat.Rows).Where(row => row.Own).Select(row => row.Text).ToList());

    protected int SentInAll() => Customers.Sum(customer => Sent(customer).Count);

    private protected string? Held => Agent.Health.HeldReason;

    private protected IEnumerable<(string DecisionId, SendOutcome Outcome, string? Reason)> Outcomes =>
        Agent.Journal.State.Reports.Select(report => (report.DecisionId, report.Outcome, report.Reason));
}
