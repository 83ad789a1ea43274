using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai;

/// <summary>One line of the usage ledger: a request to a model, what it was for and what it cost; never its texts. Never changed.</summary>
internal sealed class LlmCall
{
    /// <summary>The call's own: <see cref="ModelCall.Id"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>Empty for a call that no turn asked for, such as a test of a connection.</summary>
    public required Guid TurnId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The account that the call was made for; empty when it was made for none.</summary>
    public required string AgentId { get; init; }

    /// <summary>Absent when nobody read it out of the question.</summary>
    public string? Intent { get; init; }

    /// <summary>The words of <see cref="CallContext"/>.</summary>
    public required string Purpose { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>ok, timeout, rate_limited or failed.</summary>
    public required string Status { get; init; }

    public required int InputTokens { get; init; }

    public required int OutputTokens { get; init; }

    /// <summary>Whether the tokens are ours and not the provider's count.</summary>
    public required bool IsEstimated { get; init; }

    /// <summary>Given up by us: the provider may ask for money all the same.</summary>
    public required bool WasAbandoned { get; init; }

    /// <summary>CNY for 1,000 tokens that went in, at the time of the call.</summary>
    public required decimal InputPrice { get; init; }

    /// <summary>CNY for 1,000 tokens that came out, at the time of the call.</summary>
    public required decimal OutputPrice { get; init; }

    /// <summary>False when nobody told the price and a stand-in was taken.</summary>
    public required bool IsPriceKnown { get; init; }

    /// <summary>To 8 decimals; rounded for display only.</summary>
    public required decimal CostCny { get; init; }

    public required double DurationMs { get; init; }

    /// <summary>To the first piece of the answer, when it came as a stream.</summary>
    public double? FirstTextMs { get; init; }

    /// <summary>When the request was sent. It decides the day that the cost belongs to.</summary>
    public required DateTimeOffset At { get; init; }

    /// <remarks>The purpose is the call's own; that of <paramref name="context"/> is of the work as a whole.</remarks>
    public static LlmCall Of(CallContext context, ModelCall call, TokenPrice price) => new()
    {
        Id = call.Id,
        TurnId = context.TurnId,
        ConversationId = context.ConversationId,
        AgentId = context.AgentId,
        Intent = context.Intent,
        Purpose = call.Purpose,
        Provider = call.Provider,
        Model = call.Model,
        Status = call.Status,
        InputTokens = call.Try.InputTokens,
        OutputTokens = call.Try.OutputTokens,
        IsEstimated = call.Try.IsEstimated,
        WasAbandoned = call.Try.WasAbandoned,
        InputPrice = price.InputPer1000,
        OutputPrice = price.OutputPer1000,
        IsPriceKnown = price.IsKnown,
        CostCny = price.Of(call.Try.InputTokens, call.Try.OutputTokens),
        DurationMs = call.Try.Duration.TotalMilliseconds,
        FirstTextMs = call.Try.FirstText?.TotalMilliseconds,
        At = call.Try.At.ToUniversalTime(),
    };

    public LlmCallRecorded ToEvent() => new(
        Id, TurnId, Provider, Model, Status, InputTokens, OutputTokens, DurationMs, At, CostCny, IsEstimated || !IsPriceKnown,
        WasAbandoned, AgentId, ConversationId, Intent, Purpose);
}

internal sealed class LlmCallTable : IEntityTypeConfiguration<LlmCall>
{
    public void Configure(EntityTypeBuilder<LlmCall> builder)
    {
        builder.ToTable("llm_calls");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.AgentId).HasMaxLength(200);
        builder.Property(row => row.Intent).HasMaxLength(64);
        builder.Property(row => row.Purpose).HasMaxLength(32);
        builder.Property(row => row.Provider).HasMaxLength(64);
        builder.Property(row => row.Model).HasMaxLength(200);
        builder.Property(row => row.Status).HasMaxLength(32);
        builder.Property(row => row.InputPrice).HasPrecision(18, 8);
        builder.Property(row => row.OutputPrice).HasPrecision(18, 8);
        builder.Property(row => row.CostCny).HasPrecision(18, 8);

        // Sums of a day or a month are read from the index alone.
        builder.HasIndex(row => row.At).HasDatabaseName("ix_llm_calls_at").IncludeProperties(row => new { row.AgentId, row.CostCny });
        builder.HasIndex(row => row.TurnId).HasDatabaseName("ix_llm_calls_turn_id");
        builder.HasIndex(row => row.ConversationId).HasDatabaseName("ix_llm_calls_conversation_id");
    }
}
