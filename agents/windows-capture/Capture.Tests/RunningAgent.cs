using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Server;
using WeChatPlatform.Capture.Tests.Server;

namespace WeChatPlatform.Capture.Tests;

/// <summary>The whole agent as its process runs it, with short pauses.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningAgent(IHost host) => _host = host;

    public AgentJournal Journal => _host.Services.GetRequiredService<AgentJournal>();

    public AgentHealth Health => _host.Services.GetRequiredService<AgentHealth>();

    public AttachmentStore Attachments => _host.Services.GetRequiredService<AttachmentStore>();

    public IErrorReports Errors => _host.Services.GetRequiredService<IErrorReports>();

    public SelfCheckReports Checks => _host.Services.GetRequiredService<SelfCheckReports>();

    public Lease Lease => _host.Services.GetRequiredService<Lease>();

    /// <summary>The agent decided to end.</summary>
    public bool IsEnding => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    /// <summary>A null desktop is the simulated one at <paramref name="desktopUrl"/>.</summary>
    public static async Task<RunningAgent> StartAsync(
        string folder,
        string serverUrl,
        IWeChatDesktop? desktop = null,
        string desktopUrl = "http://127.0.0.1:1",
        TimeProvider? clock = null,
        params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Agent:ServerUrl"] = serverUrl,
            ["Agent:AgentId"] = "test-agent",
            ["Agent:ApiKey"] = FakeServer.Key,
            ["Agent:DataFolder"] = folder,
            ["Agent:Account:Nickname"] = TestAgent.Nickname,
            ["Agent:Scope:Include:0"] = "*",
            ["Agent:Desktop:Url"] = desktopUrl,
            ["Agent:Poll:ActiveMilliseconds"] = "20",
            ["Agent:Poll:IdleMilliseconds"] = "50",
            ["Agent:Poll:SettleMilliseconds"] = "5",
            ["Agent:Pace:MinMilliseconds"] = "0",
            ["Agent:Pace:MaxMilliseconds"] = "5",
            ["Agent:Link:FirstRetryMilliseconds"] = "10",
            ["Agent:Link:LongestRetryMilliseconds"] = "100",
        });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        if (desktop is not null)
        {
            builder.Services.TryAddSingleton(desktop);
        }

        if (clock is not null)
        {
            builder.Services.TryAddSingleton(clock);
        }

        builder.Services.AddCapture();
        var agent = new RunningAgent(builder.Build());
        await agent._host.StartAsync(TestContext.Current.CancellationToken);
        return agent;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
