using WeChatPlatform.Gateway.Login;

namespace WeChatPlatform.Gateway.Tests;

public sealed class LockoutRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
    private static readonly LockoutOptions Options = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(9, 480)]
    [InlineData(10, 900)]
    [InlineData(1_000_000, 900)]
    public void The_wait_doubles_from_the_limit_on_and_has_an_end(int failures, int seconds) =>
        LockoutRule.Wait(Attempts(failures), 5, Options, Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(29, 1)]
    [InlineData(30, 0)]
    public void A_wait_ends(int secondsLater, int left) =>
        LockoutRule.Wait(Attempts(5), 5, Options, Now.AddSeconds(secondsLater)).ShouldBe(TimeSpan.FromSeconds(left));

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void Failures_are_forgotten(int minutesLater, bool forgotten) =>
        LockoutRule.IsForgotten(Attempts(5), Options, Now.AddMinutes(minutesLater)).ShouldBe(forgotten);

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void An_address_is_known_for_a_while(int daysLater, bool known)
    {
        var attempts = Attempts(0);
        attempts.SucceededAt = Now;

        LockoutRule.IsKnown(attempts, Options, Now.AddDays(daysLater)).ShouldBe(known);
    }

    private static LoginAttempts Attempts(int failures) =>
        new() { Account = "a", Address = "192.0.2.1", Failures = failures, LastAt = Now };
}
