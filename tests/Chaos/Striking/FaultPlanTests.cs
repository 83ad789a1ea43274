namespace WeChatPlatform.Chaos.Tests.Striking;

public sealed class FaultPlanTests
{
    private static readonly string[] Accounts = ["account-1", "account-2"];

    [Fact]
    public void The_same_seed_draws_the_same_plan_and_another_one_another() =>
        (Draw(7, 40).SequenceEqual(Draw(7, 40)), Draw(7, 40).SequenceEqual(Draw(8, 40))).ShouldBe((true, false));

    [Fact]
    public void A_long_plan_has_every_kind_of_fault_and_every_step() => Draw(1, 200).ShouldSatisfyAllConditions(
        plan => plan.Select(fault => fault.Kind).Distinct().Count().ShouldBe(Enum.GetValues<FaultKind>().Length),
        plan => plan.Select(fault => fault.At).OfType<Staging.Step>().Distinct().Count().ShouldBe(Enum.GetValues<Staging.Step>().Length),
        plan => plan.Select(fault => fault.Number).ShouldBe(Enumerable.Range(1, 200)));

    [Fact]
    public void A_plan_of_some_kinds_has_no_others() =>
        FaultPlan.Draw(new Random(1), 20, 1, Accounts, [FaultKind.KillAgent, FaultKind.Pause])
            .Select(fault => fault.Kind).Distinct().ShouldBe([FaultKind.KillAgent, FaultKind.Pause], ignoreOrder: true);

    private static IReadOnlyList<Fault> Draw(int seed, int count) => FaultPlan.Draw(new Random(seed), count, 1, Accounts, []);
}
