using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Tests.Session;

public sealed class RunningProgramsTests
{
    private static readonly string[] Programs = ["Weixin.exe"];

    private readonly SteppedClock _clock = new();
    private readonly RunningPrograms _running;
    private HashSet<int> _processes = [1];
    private int _lists;

    public RunningProgramsTests() => _running = new RunningPrograms(
        _ =>
        {
            _lists++;
            return _processes;
        },
        _clock);

    [Fact]
    public void Processes_with_windows_are_listed_once_in_a_while()
    {
        for (var look = 0; look < 10; look++)
        {
            _running.Of(Programs, _ => true).ShouldBe([1]);
        }

        _lists.ShouldBe(1);
        _processes = [1, 2];
        _clock.Advance(TimeSpan.FromSeconds(3));
        _running.Of(Programs, _ => true).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_process_that_shows_no_window_any_more_may_have_ended_and_is_looked_for_at_once()
    {
        _running.Of(Programs, _ => true);
        _processes = [];

        _running.Of(Programs, _ => false).ShouldBeEmpty();
    }

    [Fact]
    public void Other_programs_are_other_processes()
    {
        _running.Of(Programs, _ => true);
        _running.Of(["WeChat.exe"], _ => true);

        _lists.ShouldBe(2);
    }
}
