using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using WeChatPlatform.Ai.Prompts.Fencing;
using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>
/// What a model is told: one system message that only we wrote, earlier lines as messages of the role that their row says, and one
/// user message with the evidence, the ERP facts and the question in data blocks. The customer's name stays here unless a prompt
/// asks for it: the answer does not need it, and what is sent leaves the company.
/// </summary>
internal static class PromptAssembly
{
    private const string ErpKind = "erp";
    private const string Nothing = "（无）";
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    public static AssembledPrompt Of(
        PromptInForce inForce, GenerateReply command, TextReading reading, DataFence fence, DateOnly today, AiOptions answers, PromptOptions options)
    {
        var room = new PromptRoom(options.MaxTokens);
        var words = Words(inForce, command, reading, fence, today, answers);
        room.Take(InstructionTokens(inForce, fence, words));
        var question = room.Text("question", UntrustedText.Clean(command.Question), options.QuestionTokens);

        var best = command.Evidence.OrderByDescending(piece => piece.Score).ToList();
        var reserve = Math.Min(room.Left, Reserve(command, answers, options));
        room.Take(reserve);
        var facts = room.Pieces("erp", best.Where(piece => piece.Kind == ErpKind).Take(answers.MaxEvidence), options.ErpTokens, answers.MaxEvidenceCharacters);
        var known = room.Pieces("evidence", best.Where(piece => piece.Kind != ErpKind).Take(answers.MaxEvidence), options.EvidenceTokens, answers.MaxEvidenceCharacters);
        room.Take(-reserve);
        var history = room.Lines("history", command.History, options.HistoryTokens, answers.MaxHistory);

        Evidence[] given = [.. known.Select(one => one.Piece), .. facts.Select(one => one.Piece)];
        var evidenceBlock = fence.Block(DataFence.Evidence, Numbered(known, 1));
        var erpBlock = facts.Count > 0 ? fence.Block(DataFence.Erp, Numbered(facts, known.Count + 1)) : "";
        var system = Instructions(inForce, fence, name => name switch
        {
            PromptVariables.Evidence => evidenceBlock,
            PromptVariables.Erp => erpBlock.Length > 0 ? erpBlock : fence.Block(DataFence.Erp, Nothing),
            PromptVariables.History => fence.Block(DataFence.History, Spoken(history)),
            _ => words(name),
        });

        List<ChatMessage> messages = [new(ChatRole.System, system)];
        if (!inForce.Prompt.Names(PromptVariables.History))
        {
            messages.AddRange(history.Select(line => line.IsOurs
                ? new ChatMessage(ChatRole.Assistant, line.Text)
                : new ChatMessage(ChatRole.User, fence.Block(DataFence.Message, line.Text))));
        }

        messages.Add(new ChatMessage(ChatRole.User, Asked(inForce.Prompt, evidenceBlock, erpBlock, fence.Block(DataFence.Question, question))));
        return new AssembledPrompt(messages, given, inForce.Version, room.Cuts, TokenEstimate.Of(messages))
        {
            Boundary = fence.Boundary,
            Fingerprint = PromptFingerprint.Of(inForce.Version, system, fence, answers, options),
            Trace = inForce.Trace,
        };
    }

    /// <summary>What a prompt costs before anything is filled into its data blocks.</summary>
    public static int InstructionTokens(PromptInForce inForce, AiOptions answers)
    {
        var fence = DataFence.New();
        var command = new GenerateReply(
            Guid.Empty, Guid.Empty, "", CustomerName: null, "gray", [], [], DateTimeOffset.UnixEpoch);
        var words = Words(inForce, command, new TextReading("consult", "neutral", "rules", []), fence, new DateOnly(2026, 12, 31), answers);
        return InstructionTokens(inForce, fence, words);
    }

    private static int InstructionTokens(PromptInForce inForce, DataFence fence, Func<string, string> words) =>
        TokenEstimate.PerMessage + TokenEstimate.Of(Instructions(inForce, fence, words));

    private static string Instructions(PromptInForce inForce, DataFence fence, Func<string, string> valueOf) =>
        $"{inForce.Prompt.Render(valueOf).Trim()}\n{BuiltInPrompt.Always}\n{fence.Rule()}";

    // Data blocks are empty here: they have a budget of their own.
    private static Func<string, string> Words(
        PromptInForce inForce, GenerateReply command, TextReading reading, DataFence fence, DateOnly today, AiOptions answers)
    {
        return OfPrompt;

        string OfPrompt(string name) => name switch
        {
            PromptVariables.Persona => inForce.Persona.Render(OfPersona).Trim(),
            PromptVariables.Customer => fence.Block(DataFence.Customer, UntrustedText.Line(command.CustomerName ?? Nothing)),
            _ => OfPersona(name),
        };

        string OfPersona(string name) => name switch
        {
            PromptVariables.Role => answers.Role,
            PromptVariables.MaxCharacters => answers.MaxAnswerCharacters.ToString(CultureInfo.InvariantCulture),
            PromptVariables.Today => today.ToString("yyyy年M月d日 dddd", Chinese),
            PromptVariables.Intent => PromptVariables.IntentWord(reading.Intent),
            PromptVariables.Emotion => PromptVariables.EmotionWord(reading.Emotion),
            PromptVariables.Grade => PromptVariables.GradeWord(command.CustomerGrade),
            PromptVariables.Account => UntrustedText.Line(command.AgentId),
            _ => "",
        };
    }

    private static int Reserve(GenerateReply command, AiOptions answers, PromptOptions options) =>
        answers.MaxHistory == 0 || command.History.Count == 0
            ? 0
            : Math.Min(Math.Min(options.HistoryReserve, options.HistoryTokens), TokenEstimate.Of(command.History[^1].Text) * 2);

    private static string Numbered(List<(Evidence Piece, string Title, string Text)> pieces, int first)
    {
        var text = new StringBuilder();
        foreach (var (index, (_, title, shown)) in pieces.Index())
        {
            text.Append(index > 0 ? "\n" : "").Append('[').Append(first + index).Append("] ").Append(title).Append('\n').Append(shown);
        }

        return pieces.Count > 0 ? text.ToString() : Nothing;
    }

    // One line each: a line break inside one would let a customer speak for us.
    private static string Spoken(List<(bool IsOurs, string Text)> history) =>
        history.Count == 0
            ? Nothing
            : string.Join('\n', history.Select(line => $"{(line.IsOurs ? "我方" : "客户")}：{line.Text.ReplaceLineEndings(" ")}"));

    private static string Asked(PromptTemplate prompt, string evidence, string erp, string question)
    {
        List<string> blocks = [];
        if (!prompt.Names(PromptVariables.Evidence))
        {
            blocks.Add(evidence);
        }

        if (erp.Length > 0 && !prompt.Names(PromptVariables.Erp))
        {
            blocks.Add(erp);
        }

        return string.Join('\n', [.. blocks, question]);
    }
}
