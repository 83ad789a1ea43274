using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests;

public class LedgerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_ledger_holds_no_texts()
    {
        using var context = new AiDbContext(new DbContextOptionsBuilder<AiDbContext>().UseNpgsql("Host=nowhere").Options);

        context.Model.FindEntityType(typeof(LlmCall))!.GetProperties().Select(property => property.GetColumnName()).Order()
            .ShouldBe(["at", "duration_ms", "id", "input_tokens", "model", "output_tokens", "provider", "status", "turn_id"]);
    }

    [Theory]
    [InlineData(null, "ok")]
    [InlineData(LlmFailure.Timeout, "timeout")]
    [InlineData(LlmFailure.RateLimited, "rate_limited")]
    [InlineData(LlmFailure.Rejected, "failed")]
    [InlineData(LlmFailure.Unavailable, "failed")]
    [InlineData(LlmFailure.BadAnswer, "failed")]
    public void A_call_carries_the_word_of_the_contract(LlmFailure? failure, string status) =>
        new ModelCall(new LlmTry(failure, 0, 0, TimeSpan.Zero, Noon) { Target = new LlmTarget("p", "m") }, "answer").Status.ShouldBe(status);
}
