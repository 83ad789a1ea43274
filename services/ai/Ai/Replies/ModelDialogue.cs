using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Prompts.Fencing;
using WeChatPlatform.Ai.Tools;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Begins what is said between the platform and the models for one answer.</summary>
internal sealed class ModelDialogues(
    ILlmChain chain, IToolBox tools, IOptions<LlmOptions> llm)
{
    public ModelDialogue Begin(GenerateReply command, ReplyTrace trace) => new(chain, tools, llm.Value, command, trace);
}

/// <summary>
/// What is said between the platform and the models for one answer: question, rounds of functions, a rewrite. All of it has
/// one deadline, and every request stands in the trace.
/// </summary>
internal sealed class ModelDialogue(
    ILlmChain chain, IToolBox tools, LlmOptions llm, GenerateReply command, ReplyTrace trace)
{
    private readonly List<ChatMessage> _said = [.. trace.Prompt!.Messages];
    private readonly List<Evidence> _given = [.. trace.Prompt!.Given];
    private IReadOnlyList<LlmTarget> _targets = trace.Route!.Targets;

    public AssembledPrompt Prompt => trace.Prompt!;

    /// <summary>The evidence by its numbers: what the prompt gave, then what functions found.</summary>
    public IReadOnlyList<Evidence> Given => _given;

    /// <summary>Who is asked next: after an answer, who gave it.</summary>
    public LlmTarget Target => _targets[0];

    /// <summary>Asks, and does what the model asks for in between, for as many rounds as are allowed.</summary>
    public async Task<LlmOutcome> AskAsync(string purpose, SentenceRelease? release, CancellationToken ct)
    {
        var context = new ToolContext(command.TurnId, command.ConversationId, command.AgentId, command.Contact, command.Question);
        for (var round = 0; ; round++)
        {
            // Nothing is offered once the rounds are used up, so the model has to answer.
            var offered = await tools.OfferedAsync(context, ct);
            var outcome = await SendAsync(round == 0 ? purpose : CallPurpose.ToolRound, offered, release, ct);
            var calls = outcome.FunctionCalls.ToList();
            if (offered.Count == 0 || calls.Count == 0 || outcome.Failure is not null || release is { HasSaid: true })
            {
                return outcome;
            }

            _said.Add(outcome.Message!);
            _said.Add(new ChatMessage(ChatRole.Tool, [.. await CallAsync(calls, context, ct)]));
        }
    }

    /// <summary>Asks once more, with what has no support named.</summary>
    public Task<LlmOutcome> RewriteAsync(string draft, IReadOnlyList<GuardFinding> faults, CancellationToken ct)
    {
        _said.Add(new ChatMessage(ChatRole.Assistant, draft));
        _said.Add(new ChatMessage(ChatRole.User, RewriteOrder.Of(faults)));
        return SendAsync(CallPurpose.Rewrite, [], release: null, ct);
    }

    private async Task<LlmOutcome> SendAsync(
        string purpose, IReadOnlyList<AITool> offered, SentenceRelease? release, CancellationToken ct)
    {
        var before = trace.Elapsed;
        var left = TimeSpan.FromSeconds(llm.TotalTimeoutSeconds) - before;
        if (left <= TimeSpan.Zero)
        {
            return new LlmOutcome(Text: null, CutOff: false, LlmFailure.Timeout, []);
        }

        var request = new LlmRequest([.. _said], _targets)
        {
            Tools = offered, Deadline = left, OnText = Listener(release), OnTry = release is null ? null : _ => release.Forget(),
        };
        LlmOutcome outcome;
        try
        {
            outcome = await chain.CompleteAsync(request, ct);
        }
        catch (LlmAbandonedException abandoned)
        {
            trace.Calls.AddRange(abandoned.Tries.Select(one => new ModelCall(one, purpose)));
            throw;
        }

        trace.Calls.AddRange(outcome.Tries.Select(one => new ModelCall(one, purpose)));
        if (outcome.Tries.Select(one => one.Target).Distinct().Count() > 1)
        {
            trace.Note("switched");
        }

        trace.FirstText ??= before + outcome.FirstText;
        if (outcome.Target is { } who)
        {
            // Who answered knows the thread of it; the others stay behind it.
            _targets = [who, .. _targets.Where(other => other != who)];
        }

        return outcome;
    }

    private Func<string, CancellationToken, ValueTask<bool>>? Listener(SentenceRelease? release) =>
        release is not null ? release.TakeAsync
        : llm.Streaming ? static (_, _) => ValueTask.FromResult(false)
        : null;

    private async Task<List<AIContent>> CallAsync(List<FunctionCallContent> calls, ToolContext context, CancellationToken ct)
    {
        var fence = new DataFence(Prompt.Boundary);
        List<AIContent> results = [];
        foreach (var call in calls)
        {
            var done = await tools.CallAsync(call, context, ct);
            trace.ToolCalls.Add(done.Name);
            if (done.Refused)
            {
                trace.Note("tool_refused");
            }

            // Numbered on, as the prompt numbers its own; what others wrote is data, whatever it says.
            _given.AddRange(done.Found);
            results.Add(new FunctionResultContent(call.CallId, fence.Block(DataFence.Tool, UntrustedText.Clean($"{done.Result.Result}"))));
        }

        return results;
    }
}
