using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tests.Sending;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>What the desktop's loop notes and tells of the window while it works.</summary>
public sealed class WindowWatchTests() : SendingTest(TreeStyle.Wx41)
{
    private readonly List<string> _states = [];
    private readonly List<SelfCheckResult> _checks = [];

    private TreeWindow Window => Agent.Window!;

    [Fact]
    public async Task The_first_good_look_is_checked_once_without_a_test_text()
    {
        Watch();
        await RunAsync(() => _checks.Count == 1);

        var check = _checks.ShouldHaveSingleItem();
        (check.Passed, check.TestSend, check.ClientVersion, check.Profile).ShouldBe((true, null, "4.1.10.27", "4.1/1"));
        (Agent.Health.ClientVersion, Agent.Health.Profile, Agent.Health.DesktopState).ShouldBe(("4.1.10.27", "4.1/1", "ok"));
    }

    [Fact]
    public async Task An_update_that_breaks_the_window_is_told_once_with_what_is_missing_and_checked_again_when_it_is_mended()
    {
        Watch();
        await RunAsync(() => _checks.Count == 1);
        Window.Version = "4.1.22.3";
        Window.Painter.Renamed.Add("session_list");
        await RunAsync(() => _checks.Count == 2);
        Window.Painter.Renamed.Clear();
        await RunAsync(() => _checks.Count == 3);

        _states.ShouldBe(["ok", "selector_drift session_list", "ok"]);
        _checks.Select(check => (check.ClientVersion, check.Passed)).ShouldBe(
            [("4.1.10.27", true), ("4.1.22.3", false), ("4.1.22.3", true)]);
    }

    [Fact]
    public async Task An_errand_is_done_by_the_loop_and_its_fault_is_its_own()
    {
        Watch();
        var errands = Agent.Services.GetRequiredService<DesktopErrands>();
        var fine = errands.RunAsync(ct => Agent.Services.GetRequiredService<SelfCheck>().RunAsync(testSend: false, ct), default);
        var wrong = errands.RunAsync<int>(_ => throw new InvalidOperationException("theirs"), default);

        await RunAsync(() => fine.IsCompleted && wrong.IsCompleted && _checks.Count == 1);

        (await fine).Passed.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidOperationException>(() => wrong)).Message.ShouldBe("theirs");
        Agent.Health.DesktopState.ShouldBe("ok");
    }

    private void Watch()
    {
        Agent.Health.WindowChanged += health => _states.Add(string.Join(' ', [health.State, .. health.Missing]));
        Agent.Health.CheckDone += _checks.Add;
    }

    /// <summary>Lets the loop work until then, and stops it.</summary>
    private async Task RunAsync(Func<bool> isDone)
    {
        using var loop = ActivatorUtilities.CreateInstance<DesktopLoop>(Agent.Services);
        await loop.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(isDone, "the loop to have looked");
        await loop.StopAsync(CancellationToken.None);
    }
}
