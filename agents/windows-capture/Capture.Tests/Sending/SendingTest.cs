using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Tests.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Sending;

/// <summary>A window with two customers, one of whom has asked; an agent whose rounds are run by hand.</summary>
public abstract class SendingTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private protected LeapingClock Clock { get; } = new();
    private protected SimulatedWorld World { get; }
    private protected string Chat { get; }
    private protected TestAgent Agent { get; }

    protected SendingTest(TreeStyle style = TreeStyle.None)
    {
        World = new SimulatedWorld(null, Clock, TestAgent.Nickname);
        Chat = World.CreateChat("张三", null, allowSameName: false)!;
        World.CreateChat("李四", null, allowSameName: false);
        World.Say(Chat, null, "在吗");
        Agent = new TestAgent(World, _folder.Path, Clock, style: style);
    }

    private protected string Folder => _folder.Path;

    /// <summary>A second process on the same folder, after the first one died.</summary>
    private protected TestAgent Restart()
    {
        Agent.Dispose();
        return new TestAgent(World, _folder.Path, Clock);
    }

    public void Dispose()
    {
        Agent.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task TypeAsync(params string[] parts)
    {
        Agent.Receive(TestAgent.Decision("d1", "张三", parts));
        await Agent.RunDryAsync();
    }

    protected List<string> Own(string name) => World.Read((chats, _) => chats.Where(chat => chat.Name == name)
        .SelectMany(chat => chat.Rows).Where(row => row.Own).Select(row => row.Text).ToList());

    protected string Draft(string name) => World.Read((chats, _) => chats.First(chat => chat.Name == name).Draft);

    protected List<(string Outcome, string? Reason)> Outcomes() => Agent.Journal.State.Reports.Select(report => (
        report.Outcome switch
        {
            SendOutcome.Verified => "verified",
            SendOutcome.NotSent => "not_sent",
            _ => "unknown",
        },
        report.Reason)).ToList();
}
