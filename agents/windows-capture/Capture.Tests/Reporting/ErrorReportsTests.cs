using WeChatPlatform.Capture.Reporting;

namespace WeChatPlatform.Capture.Tests.Reporting;

public sealed class ErrorReportsTests
{
    private readonly LeapingClock _clock = new();
    private readonly ErrorReports _reports;

    public ErrorReportsTests() => _reports = new ErrorReports(_clock);

    [Fact]
    public void A_report_waits_until_it_was_told()
    {
        _reports.Report("selector_drift", "界面变了", "input");

        var report = _reports.Next()!;
        (report.Code, report.Message, report.Detail).ShouldBe(("selector_drift", "界面变了", "input"));
        _reports.Next().ShouldBe(report);
        _reports.Told(report);
        _reports.Next().ShouldBeNull();
    }

    [Fact]
    public void A_newer_report_takes_the_place_of_one_of_its_code_that_waits()
    {
        _reports.Report("logged_out", "first");
        _reports.Report("selector_drift", "between");
        _reports.Report("logged_out", "second");

        All().ShouldBe(["between", "second"]);
    }

    [Fact]
    public void A_code_is_told_once_in_ten_minutes()
    {
        Tell("logged_out");
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        _reports.Report("logged_out", "too soon");
        _reports.Next().ShouldBeNull();

        _clock.Advance(TimeSpan.FromTicks(1));
        _reports.Report("logged_out", "again");

        _reports.Next()!.Message.ShouldBe("again");
    }

    [Fact]
    public void Another_code_need_not_wait()
    {
        Tell("logged_out");

        _reports.Report("verification", "m");

        _reports.Next()!.Code.ShouldBe("verification");
    }

    [Fact]
    public void What_came_while_its_code_was_on_its_way_goes_with_it()
    {
        _reports.Report("logged_out", "first");
        var onItsWay = _reports.Next()!;
        _reports.Report("logged_out", "second");

        _reports.Told(onItsWay);

        _reports.Next().ShouldBeNull();
    }

    [Fact]
    public void Of_too_many_the_newest_are_kept()
    {
        for (var number = 0; number < ErrorReports.Most + 3; number++)
        {
            _reports.Report($"code_{number}", "m");
        }

        All().Count.ShouldBe(ErrorReports.Most);
    }

    [Theory]
    [InlineData("")]
    [InlineData("张三")]
    [InlineData("Selector drift")]
    [InlineData("a_word_that_is_longer_than_the_fifty_letters_it_may_have")]
    public void A_code_that_is_none_is_told_as_such(string code)
    {
        _reports.Report(code, "m");

        _reports.Next()!.Code.ShouldBe("malformed_code");
    }

    [Fact]
    public void Texts_are_cut_to_what_the_server_takes()
    {
        _reports.Report("code", new string('m', 501), new string('d', 2001));

        var report = _reports.Next()!;
        (report.Message.Length, report.Detail!.Length).ShouldBe((500, 2000));
    }

    [Fact]
    public void A_text_without_words_is_told_by_its_code()
    {
        _reports.Report("code", "");

        _reports.Next()!.Message.ShouldBe("code");
    }

    private void Tell(string code)
    {
        _reports.Report(code, "m");
        _reports.Told(_reports.Next()!);
    }

    private List<string> All()
    {
        List<string> told = [];
        while (_reports.Next() is { } report)
        {
            told.Add(report.Message);
            _reports.Told(report);
        }

        return told;
    }
}
