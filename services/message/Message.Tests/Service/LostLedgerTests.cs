using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>The agent comes with a new ledger: what the gate let through is unknown, the rest was certainly not sent.</summary>
public sealed class LostLedgerTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public LostLedgerTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    [Fact]
    public async Task What_the_gate_let_through_is_unknown_and_waits_for_a_person()
    {
        var agent = service.NewAgent();
        await using (var line = await agent.StartAsync("process-1", "ledger-1"))
        {
            await agent.SayAsync("保修多久");
            await line.AskGateAsync((await line.DecisionAsync()).DecisionId);
        }

        await using var fresh = await agent.StartAsync("process-2", "ledger-2");

        (await agent.ConversationAsync(seen => seen.Only.DeliveryState == "settled")).Only.Deliveries
            .ShouldBe([new DeliveryView(0, "unknown", "ledger_lost")]);
    }

    [Fact]
    public async Task What_the_gate_did_not_let_through_is_sent_to_the_new_ledger()
    {
        var agent = service.NewAgent();
        Guid decision;
        await using (var line = await agent.StartAsync("process-1", "ledger-1"))
        {
            await agent.SayAsync("保修多久");
            decision = (await line.DecisionAsync()).DecisionId;
            await line.AskGateAsync(decision, "open");
        }

        await using var fresh = await agent.StartAsync("process-2", "ledger-2");

        (await fresh.DecisionAsync()).DecisionId.ShouldBe(decision);
        (await fresh.AskGateAsync(decision)).Verdict.ShouldBe("go");
    }

    [Fact]
    public async Task What_went_out_in_part_is_not_begun_again_and_a_person_hears_of_it()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => Desk.Says(ask, new string('长', 800));
        await using (var line = await agent.StartAsync("process-1", "ledger-1"))
        {
            await agent.SayAsync("详细说说");
            var decision = (await line.DecisionAsync()).DecisionId;
            await line.AskGateAsync(decision);
            await line.ReportAsync(decision, "verified");
        }

        await using var fresh = await agent.StartAsync("process-2", "ledger-2");

        var seen = await agent.ConversationAsync(seen => seen.Only.DeliveryState == "settled");
        seen.Only.Deliveries.ShouldBe([new DeliveryView(0, "verified", null), new DeliveryView(1, "not_sent", "ledger_lost")]);
        (await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == seen.Only.Id)).Reason.ShouldBe("not_sent:ledger_lost");
    }

    [Fact]
    public async Task A_restarted_process_with_its_ledger_goes_on()
    {
        var agent = service.NewAgent();
        Guid decision;
        await using (var line = await agent.StartAsync("process-1"))
        {
            await agent.SayAsync("保修多久");
            decision = (await line.DecisionAsync()).DecisionId;
            await line.AskGateAsync(decision);
        }

        await using var again = await agent.StartAsync("process-2");

        (await again.DecisionAsync()).DecisionId.ShouldBe(decision);
        await again.ReportAsync(decision, "verified");
        (await agent.ConversationAsync()).Only.Deliveries.ShouldBe([new DeliveryView(0, "verified", null)]);
    }

    [Fact]
    public async Task What_the_old_process_reports_late_of_what_was_given_back_changes_nothing()
    {
        var agent = service.NewAgent();
        Guid decision;
        await using (var line = await agent.StartAsync("process-1", "ledger-1"))
        {
            await agent.SayAsync("保修多久");
            decision = (await line.DecisionAsync()).DecisionId;
        }

        await using var fresh = await agent.StartAsync("process-2", "ledger-2");
        await fresh.DecisionAsync();
        (await agent.AskGateAsync(decision, lease: 1)).Reason.ShouldBe("lease_lost");
        (await agent.ConversationAsync()).Only.Steps.ShouldAllBe(steps => steps.GateGrants == 0);
    }
}
