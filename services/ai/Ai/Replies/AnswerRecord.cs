using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// How an answer came to be: route, prompt, tries, findings, cost; never a text. The answer to "why this answer", kept beside the
/// ledger.
/// </summary>
internal sealed class AnswerRecord
{
    public required Guid Id { get; init; }

    public required Guid TurnId { get; init; }

    public required Guid ConversationId { get; init; }

    public required string AgentId { get; init; }

    /// <summary>reply, for_person, or why there is none: no_evidence, provider_failed, budget_spent.</summary>
    public required string Outcome { get; init; }

    /// <summary>model, template, cache or disclosure; absent when there is no answer.</summary>
    public string? Source { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    /// <summary>0 to 1; 0 when there is no answer.</summary>
    public required double Confidence { get; init; }

    /// <summary>The knowledge release that was searched; 0 when none was.</summary>
    public required long Release { get; init; }

    public string? PromptVersion { get; init; }

    public string? Intent { get; init; }

    public string? Emotion { get; init; }

    /// <summary>The rest, as JSON: it is read as a whole by people, and by nothing else.</summary>
    public required string Details { get; init; }

    public required decimal CostCny { get; init; }

    /// <summary>From the command to the first piece of text of a model, when it came as a stream.</summary>
    public double? FirstTextMs { get; init; }

    public required double DurationMs { get; init; }

    public required DateTimeOffset At { get; init; }

    public AnswerDetails Read() => JsonSerializer.Deserialize<AnswerDetails>(Details, JsonSerializerOptions.Web)!;

    public static AnswerRecord Of(GenerateReply command, GenerationResult result, IReadOnlyList<LlmCall> calls, DateTimeOffset at)
    {
        var trace = result.Trace;
        var details = new AnswerDetails(
            trace.Reasons,
            result.Reply?.EvidenceIds ?? [],
            trace.Route is { } route ? new RouteTaken(route.Rule, route.Strategy, route.Complexity, route.Reasons) : null,
            [.. trace.Prompt?.Cuts.Select(cut => new CutPart(cut.Part, cut.Tokens)) ?? []],
            [.. calls.Select(call => new Attempt(call.Id, call.Provider, call.Model, call.Purpose, call.Status, call.DurationMs))],
            trace.ToolCalls,
            trace.Reading?.Rules?.Act);
        return new AnswerRecord
        {
            Id = Guid.CreateVersion7(at),
            TurnId = command.TurnId,
            ConversationId = command.ConversationId,
            AgentId = command.AgentId,
            Outcome = result.Reply switch { null => result.FailureReason, { ForPerson: true } => "for_person", _ => "reply" },
            Source = result.Reply?.Source,
            Provider = result.Reply?.Provider,
            Model = result.Reply?.Model,
            Confidence = result.Reply?.Confidence ?? 0,
            Release = command.Release,
            PromptVersion = trace.Prompt?.Version,
            Intent = trace.Reading?.Intent,
            Emotion = trace.Reading?.Emotion,
            Details = JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
            CostCny = calls.Sum(call => call.CostCny),
            FirstTextMs = trace.FirstText?.TotalMilliseconds,
            DurationMs = trace.Elapsed.TotalMilliseconds,
            At = at,
        };
    }
}

/// <summary>What of an answer's making is a list, or was found worth keeping later.</summary>
/// <remarks><paramref name="Act"/> is a word of <see cref="Understanding.DialogueAct"/>, by rules; absent when the question was not read.</remarks>
internal sealed record AnswerDetails(
    IReadOnlyList<string> Reasons,
    IReadOnlyList<string> EvidenceIds,
    RouteTaken? Route,
    IReadOnlyList<CutPart> Cuts,
    IReadOnlyList<Attempt> Attempts,
    IReadOnlyList<string> ToolCalls,
    string? Act = null);

internal sealed record RouteTaken(string Rule, string Strategy, double Complexity, IReadOnlyList<string> Reasons);

internal sealed record CutPart(string Part, int Tokens);

/// <summary>One request to a model; its tokens and cost are in the ledger under the same id.</summary>
internal sealed record Attempt(Guid CallId, string Provider, string Model, string Purpose, string Status, double DurationMs);

internal sealed class AnswerRecordTable : IEntityTypeConfiguration<AnswerRecord>
{
    public void Configure(EntityTypeBuilder<AnswerRecord> builder)
    {
        builder.ToTable("answers");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.AgentId).HasMaxLength(200);
        builder.Property(row => row.Outcome).HasMaxLength(32);
        builder.Property(row => row.Source).HasMaxLength(16);
        builder.Property(row => row.Provider).HasMaxLength(64);
        builder.Property(row => row.Model).HasMaxLength(200);
        builder.Property(row => row.PromptVersion).HasMaxLength(64);
        builder.Property(row => row.Intent).HasMaxLength(64);
        builder.Property(row => row.Emotion).HasMaxLength(16);
        builder.Property(row => row.Details).HasColumnType("jsonb");
        builder.Property(row => row.CostCny).HasPrecision(18, 8);
        builder.HasIndex(row => row.TurnId).HasDatabaseName("ix_answers_turn_id");
    }
}
