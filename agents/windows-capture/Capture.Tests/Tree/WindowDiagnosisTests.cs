using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>Every state that facts alone tell, and the advice for each.</summary>
public sealed class WindowDiagnosisTests
{
    private static readonly SelectorCatalog Catalog = SelectorCatalog.Load(folder: null);

    private static readonly WindowFacts Well = new(
        SessionState.Interactive, "4.1.10.27", "Qt51514QWindowIcon", "微信", IsMinimised: false, []);

    [Fact]
    public void A_window_that_is_well_gets_the_profile_of_its_version()
    {
        var (trouble, profile) = WindowDiagnosis.Facts(Well, Catalog);

        (trouble, profile!.Name).ShouldBe((null, "4.1"));
    }

    [Theory]
    [InlineData(nameof(SessionState.Locked), "已锁屏")]
    [InlineData(nameof(SessionState.Disconnected), "远程桌面")]
    [InlineData(nameof(SessionState.Service), "服务")]
    public void A_session_without_screen_is_locked_with_advice_of_its_own(string session, string advice)
    {
        var trouble = State(Well with { Session = Enum.Parse<SessionState>(session) });

        trouble.State.ShouldBe("locked");
        trouble.Chinese.ShouldContain(advice);
    }

    [Fact]
    public void Each_fact_leads_to_its_state()
    {
        State(Well with { ClientVersion = null, WindowClass = null }).State.ShouldBe("not_running");
        State(Well with { IsMinimised = true }).State.ShouldBe("minimised");
        State(Well with { WindowClass = null }).State.ShouldBe("minimised", "it is in the tray");
        State(Well with { ClientVersion = "4.10.1.1" }).State.ShouldBe("version_unknown", "4.1 is not 4.10");
        State(Well with { ClientVersion = "5.0.0.1" }).State.ShouldBe("version_unknown");
        State(Well with { ClientVersion = "3.9.12.51", WindowClass = "WeChatLoginWndForPC" }).State.ShouldBe("logged_out");
        State(Well with { ClientVersion = "3.9.99.1", WindowClass = "WeChatMainWndV2" }).State.ShouldBe("selector_drift");
        State(Well with { OtherWindows = [("Qt51514QWindowIcon", "帐号安全验证")] }).State.ShouldBe("verification");
        State(Well with { OtherWindows = [("Qt51514QWindowIcon", "Security Verification")] }).State.ShouldBe("verification");
        var renamed = State(Well with { WindowClass = null, OtherWindows = [("NewWindow", "微信")] });
        (renamed.State, renamed.Missing).ShouldSatisfyAllConditions(
            seen => seen.State.ShouldBe("selector_drift"), seen => seen.Missing.ShouldBe(["window"]));
    }

    [Fact]
    public void A_login_window_comes_before_a_version_that_nobody_knows()
    {
        State(Well with { ClientVersion = "3.10.0.1", WindowClass = "WeChatLoginWndForPC" }).State.ShouldBe("logged_out");
    }

    [Fact]
    public void Every_state_has_advice_in_both_languages_and_an_unknown_one_has_some()
    {
        foreach (var state in WindowState.All.Where(state => state != WindowState.Ok))
        {
            var health = WindowHealth.Of(state);
            health.Chinese.Any(letter => letter is >= '\u4e00' and <= '\u9fff').ShouldBeTrue(state);
            health.English.ShouldNotBeEmpty(state);
            health.Advice.ShouldStartWith(health.Chinese);
        }

        WindowHealth.Of("something_new").Chinese.ShouldNotBeEmpty();
        WindowHealth.Of(WindowState.Ok).Advice.ShouldBe("");
    }

    [Fact]
    public void Four_states_stop_the_sending_of_themselves()
    {
        WindowState.All.Where(state => WindowHealth.Of(state).StopsSending)
            .ShouldBe(["logged_out", "version_unknown", "selector_drift", "verification"], ignoreOrder: true);
    }

    private static WindowHealth State(WindowFacts facts) => WindowDiagnosis.Facts(facts, Catalog).Trouble!;
}
