using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// Lets a model word an answer and looks at every word of it: what rests on nothing is rewritten once, with the fault named;
/// what is still unsupported goes to a person.
/// </summary>
internal sealed class ModelAnswerer(ModelDialogues dialogues, AnswerReview review, IAnswerConfidence confidence)
{
    /// <summary>One of three: a reply, the model's word that the evidence does not answer, or a failure.</summary>
    internal sealed record Result(WrittenReply? Reply, bool Declined, LlmFailure Failure)
    {
        public static Result Of(WrittenReply reply) => new(reply, Declined: false, default);
    }

    public async Task<Result> AnswerAsync(GenerateReply command, ReplyTrace trace, SentenceReader? reader, CancellationToken ct)
    {
        var dialogue = dialogues.Begin(command, trace);
        var release = reader is null ? null : new SentenceRelease(reader, sentence => review.Find(sentence, command, dialogue, cited: null).Count == 0);
        var outcome = await dialogue.AskAsync(CallPurpose.Answer, release, ct);
        if (release is { HasSaid: true })
        {
            return await EndStreamAsync(command, trace, dialogue, outcome, release, ct);
        }

        var draft = Read(outcome, dialogue.Given);
        if (draft.IsAnswer && review.Find(draft.Text, command, dialogue, draft.Cited) is { Count: > 0 } faults)
        {
            Note(trace, faults);
            trace.Note("rewritten");
            outcome = await dialogue.RewriteAsync(draft.Raw, faults, ct);
            var second = Read(outcome, dialogue.Given);
            if (second.IsAnswer)
            {
                var left = review.Find(second.Text, command, dialogue, second.Cited);
                Note(trace, left);
                return Result.Of(Reply(command, trace, dialogue, outcome, second, wasRewritten: true) with { ForPerson = left.Count > 0 });
            }

            // A person gets what there is: the first wording, with its faults named in the record.
            return Result.Of(Reply(command, trace, dialogue, draft.From, draft, wasRewritten: false) with { ForPerson = true });
        }

        return draft.IsAnswer ? Result.Of(Reply(command, trace, dialogue, outcome, draft, wasRewritten: false))
            : new Result(Reply: null, draft.Declined, outcome.Failure ?? LlmFailure.BadAnswer);
    }

    /// <summary>Something was read already: the answer is what was said, and a rest that may not be said goes to a person.</summary>
    private async Task<Result> EndStreamAsync(
        GenerateReply command, ReplyTrace trace, ModelDialogue dialogue, LlmOutcome outcome, SentenceRelease release, CancellationToken ct)
    {
        trace.WasReadAlong = true;
        await release.EndAsync(ct);
        if (release.Held || outcome.Failure is not null)
        {
            trace.Note(release.Held ? "rest_held" : "broke_off");
        }

        var said = Draft.Of(release.Said, cutOff: outcome.CutOff || outcome.Failure is not null, dialogue.Given, outcome);
        Note(trace, review.Find(said.Text, command, dialogue, said.Cited));
        return Result.Of(
            Reply(command, trace, dialogue, outcome, said, wasRewritten: false) with { ForPerson = release.Held || outcome.Failure is not null });
    }

    private WrittenReply Reply(
        GenerateReply command, ReplyTrace trace, ModelDialogue dialogue, LlmOutcome outcome, Draft draft, bool wasRewritten)
    {
        var trust = confidence.Of(new AnswerTrustInput(
            command.Question, draft.Text, dialogue.Given, draft.Marked, draft.CutOff, wasRewritten));
        foreach (var reason in trust.Reasons)
        {
            trace.Note(reason);
        }

        return new WrittenReply(
            draft.Text,
            trust.Confidence,
            WrittenReply.FromModel,
            outcome.Target?.Provider ?? dialogue.Target.Provider,
            outcome.Target?.Model ?? dialogue.Target.Model,
            [.. draft.Cited.Select(piece => piece.Id)]);
    }

    private static Draft Read(LlmOutcome outcome, IReadOnlyList<Evidence> given) =>
        Draft.Of(outcome.Text ?? "", outcome.CutOff, given, outcome);

    private static void Note(ReplyTrace trace, IReadOnlyList<GuardFinding> faults)
    {
        foreach (var fault in faults)
        {
            trace.Note($"unsupported:{fault.Kind}");
        }
    }

    /// <summary>An answer as the model wrote it, and what of it a customer would read.</summary>
    private sealed record Draft(
        string Raw, string Text, IReadOnlyList<Evidence> Cited, IReadOnlyList<Evidence> Marked, bool CutOff, LlmOutcome From)
    {
        public bool Declined => ModelAnswer.Declines(Raw);

        public bool IsAnswer => !Declined && Text.Length > 0;

        public static Draft Of(string raw, bool cutOff, IReadOnlyList<Evidence> given, LlmOutcome from)
        {
            var (text, marked) = ModelAnswer.Read(cutOff ? ModelAnswer.WholeSentences(raw) : raw, given);
            return new Draft(raw, text, marked.Count > 0 ? marked : given, marked, cutOff, from);
        }
    }
}
