using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>
/// What a conversation is about, in few words, for the person who takes it over. An operation and no reading, because a model
/// may be paid for it.
/// </summary>
internal static class SummariseConversation
{
    /// <remarks>
    /// <paramref name="Source"/> is rules or model; <paramref name="Lines"/> is how many lines were summed up, the newest;
    /// <paramref name="Customer"/> is absent when no customer wrote any of them.
    /// </remarks>
    internal sealed record Response(
        Guid ConversationId, string Summary, string Source, string ByRules, int Lines, CustomerNow? Customer);

    /// <summary>What the customer did with the last line, by rules, and whether that line still waits for one of ours.</summary>
    internal sealed record CustomerNow(string Act, string Intent, string Emotion, bool Waits);

    public static void MapSummariseConversation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/conversations/{conversationId:guid}/summary", Handle)
            .RequireAuthorization(Policies.Operator)
            .WithName("ai.SummariseConversation")
            .WithSummary("Sums a conversation up for the person who takes it over");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid conversationId, ConversationLines conversations, ISummaryWriter writer, ISpending spending,
        ILogger<ISummaryWriter> logger, CancellationToken ct)
    {
        if (!conversations.CanRead)
        {
            return TypedResults.Problem(
                "这里没有配置会话服务的地址 / no address of the message service is set here",
                statusCode: StatusCodes.Status404NotFound, title: "summary_off");
        }

        try
        {
            return await conversations.ReadAsync(conversationId, ct) is { } said
                ? TypedResults.Ok(await OfAsync(conversationId, said, writer, spending, ct))
                : TypedResults.Problem(
                    "没有这个会话 / no such conversation", statusCode: StatusCodes.Status404NotFound, title: "conversation_not_found");
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            logger.ConversationNotRead(conversationId, away.GetType().Name);
            return TypedResults.Problem(
                "会话服务暂时不可用，请稍后再试 / The message service is away for a moment. Try again.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "service_unavailable");
        }
    }

    /// <summary>Sums up, and writes what a model was paid for it into the ledger.</summary>
    internal static async Task<Response> OfAsync(
        Guid conversationId, SaidLines said, ISummaryWriter writer, ISpending spending, CancellationToken ct)
    {
        var customer = CustomerOf(said.Lines);
        var context = new CallContext(Guid.Empty, conversationId, said.AgentId, customer?.Intent, CallPurpose.Summary);
        var summary = await writer.SummariseAsync(said.Lines, context, ct);

        // Paid is paid, also when nobody waits for the answer any more.
        await spending.WriteAsync(context, summary.Calls, CancellationToken.None);
        return new Response(conversationId, summary.Text, summary.Source, summary.ByRules, said.Lines.Count, customer);
    }

    /// <summary>Who has said goodbye or thanks waits for nothing; when in doubt, somebody waits.</summary>
    internal static CustomerNow? CustomerOf(IReadOnlyList<ChatLine> lines)
    {
        var last = lines.Count - 1;
        while (last >= 0 && lines[last].Role == "assistant")
        {
            last--;
        }

        if (last < 0)
        {
            return null;
        }

        var read = RuleTextReader.Read(lines[last].Text, [.. lines.Take(last)]);
        return new CustomerNow(
            read.Act, read.Intent, read.Emotion,
            Waits: last == lines.Count - 1
                && !(read.Act == DialogueAct.Close || (read.Act == DialogueAct.SmallTalk && read.Intent == Intent.Thanks)));
    }
}
