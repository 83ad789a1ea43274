using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests.Ledger;

public class LlmCallTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_ledger_holds_no_texts()
    {
        using var context = new AiDbContext(new DbContextOptionsBuilder<AiDbContext>().UseNpgsql("Host=nowhere").Options);

        context.Model.FindEntityType(typeof(LlmCall))!.GetProperties().Select(property => property.GetColumnName()).Order(StringComparer.Ordinal)
            .ShouldBe(
            [
                "agent_id", "at", "conversation_id", "cost_cny", "duration_ms", "first_text_ms", "id", "input_price", "input_tokens", "intent",
                "is_estimated", "is_price_known", "model", "output_price", "output_tokens", "provider", "purpose", "status", "turn_id",
                "was_abandoned",
            ]);
    }

    [Theory]
    [InlineData(null, "ok")]
    [InlineData(LlmFailure.Timeout, "timeout")]
    [InlineData(LlmFailure.RateLimited, "rate_limited")]
    [InlineData(LlmFailure.Rejected, "failed")]
    [InlineData(LlmFailure.Unavailable, "failed")]
    [InlineData(LlmFailure.BadAnswer, "failed")]
    public void A_call_carries_the_word_of_the_contract(LlmFailure? failure, string status) => Call(failure, 0, 0).Status.ShouldBe(status);

    [Fact]
    public void A_row_and_its_event_say_what_the_call_cost_and_what_it_was_for()
    {
        var context = new CallContext(Guid.NewGuid(), Guid.NewGuid(), "agent-1", "price", "answer");
        var call = new ModelCall(Call(failure: null, 1234, 567).Try with { FirstText = TimeSpan.FromMilliseconds(80) }, "rewrite");

        var row = LlmCall.Of(context, call, new TokenPrice(0.0006m, 0.0024m));

        (row.Id, row.CostCny, row.Purpose, row.AgentId, row.Intent, row.FirstTextMs).ShouldBe((call.Id, 0.0021012m, "rewrite", "agent-1", "price", 80));
        row.ToEvent().ShouldBe(new Contracts.LlmCallRecorded(
            call.Id, context.TurnId, "p", "m", "ok", 1234, 567, 0, Noon, 0.0021012m, IsEstimated: false, WasAbandoned: false, "agent-1",
            context.ConversationId, "price", "rewrite"));
    }

    [Theory]
    [InlineData(1, 0, "0.0000006")]
    [InlineData(1, 1, "0.000003")]
    [InlineData(2_000_000_000, 2_000_000_000, "6000")]
    public void A_cost_is_exact_to_eight_decimals(int input, int output, string cost) =>
        new TokenPrice(0.0006m, 0.0024m).Of(input, output).ShouldBe(decimal.Parse(cost, CultureInfo.InvariantCulture));

    [Fact]
    public void A_price_that_nobody_told_makes_the_cost_an_estimate_for_everybody_who_hears_of_it()
    {
        var row = LlmCall.Of(
            new CallContext(Guid.NewGuid(), Guid.NewGuid(), "", Intent: null, "ping"), Call(failure: null, 1, 1), new TokenPrice(0.01m, 0.02m, IsKnown: false));

        (row.IsEstimated, row.IsPriceKnown, row.ToEvent().IsEstimated).ShouldBe((false, false, true));
    }

    private static ModelCall Call(LlmFailure? failure, int input, int output) =>
        new(new LlmTry(failure, input, output, TimeSpan.Zero, Noon) { Target = new LlmTarget("p", "m") }, "answer");
}
