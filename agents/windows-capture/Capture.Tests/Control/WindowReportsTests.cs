using WeChatPlatform.Capture.Agent.Window;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Tests.Control;

/// <summary>What the server hears of the window: each state that stops sending once, and each check.</summary>
public sealed class WindowReportsTests : IAsyncLifetime
{
    private readonly LeapingClock _clock = new();
    private readonly AgentHealth _health;
    private readonly SelfCheckReports _checks;
    private readonly Said _said = new();
    private readonly WindowReports _reports;

    public WindowReportsTests()
    {
        _health = new AgentHealth(_clock);
        _checks = new SelfCheckReports(_clock);
        _reports = new WindowReports(_health, _said, _checks);
    }

    public async ValueTask InitializeAsync() => await _reports.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync() => await _reports.StopAsync(CancellationToken.None);

    [Theory]
    [InlineData("selector_drift")]
    [InlineData("logged_out")]
    [InlineData("verification")]
    [InlineData("version_unknown")]
    public void A_state_that_stops_sending_is_told_once_a_change_with_the_advice(string state)
    {
        _health.Window = WindowHealth.Of("ok");
        _health.Window = WindowHealth.Of(state);
        _health.Window = WindowHealth.Of(state) with { Missing = ["input"] };
        _said.Codes.ShouldBe([state]);
        _said.Messages.ShouldHaveSingleItem().ShouldBe(WindowHealth.Of(state).Advice);

        _health.Window = WindowHealth.Of("ok");
        _health.Window = WindowHealth.Of(state);
        _said.Codes.ShouldBe([state, state]);
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("not_running")]
    [InlineData("locked")]
    [InlineData("minimised")]
    public void Other_states_are_for_the_heartbeat_alone(string state)
    {
        _health.Window = WindowHealth.Of(state);
        _said.Codes.ShouldBeEmpty();
    }

    [Fact]
    public void Drift_names_the_client_and_the_selectors_that_are_missing()
    {
        _health.Client = new ClientIdentity("4.1.10.27", "4.1/3");
        _health.Window = WindowHealth.Of("selector_drift") with { Missing = ["input", "title"] };
        _said.Details.ShouldBe(["client: 4.1.10.27; profile: 4.1/3; missing: input, title"]);
    }

    [Fact]
    public void A_check_is_told_with_its_selectors_and_one_without_a_client_is_not()
    {
        _health.LastCheck = Check(version: null);
        _checks.Next().ShouldBeNull();

        _health.LastCheck = Check("4.1.10.27");
        var told = _checks.Next()!.Check;
        (told.ClientVersion, told.Profile, told.Passed, told.SendTested).ShouldBe(("4.1.10.27", "4.1/3", true, false));
        told.Selectors.ShouldBe([new SelectorCheck("session_list", true)]);
    }

    [Fact]
    public void A_part_that_need_not_be_there_is_not_told_as_missing()
    {
        _health.LastCheck = Check("4.1.10.27") with
        {
            Selectors = [new SelectorFinding("session_list", Found: false, Needed: true), new SelectorFinding("title", Found: false, Needed: false)],
        };

        _checks.Next()!.Check.Selectors.ShouldBe([new SelectorCheck("session_list", Found: false)]);
    }

    [Fact]
    public async Task A_check_that_proved_sending_waits_on_when_one_without_a_text_comes()
    {
        var proof = _checks.Report(Told(sendTested: true));
        var look = _checks.Report(Told(sendTested: false));
        _checks.Report(Told(sendTested: false));

        (await look.IsTakenAsync(TimeSpan.FromDays(1), _clock, TestContext.Current.CancellationToken)).ShouldBeFalse();
        _checks.Next().ShouldBeSameAs(proof);
        _checks.Told(proof, isTaken: true);
        (await proof.IsTakenAsync(TimeSpan.FromDays(1), _clock, TestContext.Current.CancellationToken)).ShouldBeTrue();
        _checks.Next()!.Check.SendTested.ShouldBeFalse();
    }

    private static Capture.Reporting.SelfCheck Told(bool sendTested) => new("4.1.10.27", "4.1/3", Passed: true, sendTested, []);

    private static SelfCheckResult Check(string? version) => new(
        WindowHealth.Of("ok"), version, "4.1/3", "zh-CN", [new SelectorFinding("session_list", Found: true, Needed: true)], null, DateTimeOffset.UnixEpoch);

    private sealed class Said : IErrorReports
    {
        public List<string> Codes { get; } = [];

        public List<string> Messages { get; } = [];

        public List<string?> Details { get; } = [];

        public void Report(string code, string message, string? detail = null)
        {
            Codes.Add(code);
            Messages.Add(message);
            Details.Add(detail);
        }
    }
}
