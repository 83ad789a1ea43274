using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatPlatform.Edge;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Greetings;

/// <summary>
/// The table of greetings that agents answer by themselves. Who changes it names the version that was read: of two who
/// change it at the same time the second is told. An empty table switches the answers off.
/// </summary>
internal static class ManageGreetings
{
    private const int MostEntries = 30;
    private const int MostMatches = 10;
    private const int LongestMatch = 20;
    private const int LongestReply = 300;

    /// <remarks><paramref name="Version"/> is the one that was read; 0 before the first.</remarks>
    internal sealed record Request(long? Version, IReadOnlyList<Entry?>? Entries);

    internal sealed record Entry(IReadOnlyList<string?>? Match, string? Reply);

    /// <remarks>Version 0, without entries, is what there is before the first change.</remarks>
    internal sealed record Response(
        long Version, IReadOnlyList<GreetingEntry> Entries, DateTimeOffset? ChangedAt, string? ChangedBy);

    public static void MapManageGreetings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/greetings", Get).WithName("message.GetGreetings").RequireAuthorization(Policies.Viewer);
        routes.MapPut("/greetings", Put).WithName("message.PutGreetings").RequireAuthorization(Policies.Operator);
    }

    /// <summary>Everything that is wrong with a table, in both languages; empty when it can be stored.</summary>
    internal static IEnumerable<string> Faults(Request request)
    {
        if (request.Version is null or < 0)
        {
            yield return "version 必填：修改时读到的版本，首次为 0 / is required: the version that was read, 0 for the first";
        }

        if (request.Entries is not { Count: <= MostEntries } entries)
        {
            yield return $"entries 必填，最多 {MostEntries} 条 / is required, at most {MostEntries}";
            yield break;
        }

        if (entries.Any(entry => entry?.Match is not { Count: > 0 and <= MostMatches }))
        {
            yield return $"每条 match 为 1 到 {MostMatches} 个词 / each match has 1 to {MostMatches} words";
            yield break;
        }

        var words = entries.SelectMany(entry => entry!.Match!).ToList();
        if (words.Exists(word => word is not { Length: <= LongestMatch } || GreetingText.Plain(word).Length == 0 || word.Contains('\0', StringComparison.Ordinal)))
        {
            yield return $"每个词为 1 到 {LongestMatch} 个字符，不能只有标点 / each word has 1 to {LongestMatch} characters, not only marks";
            yield break;
        }

        if (words.Select(word => GreetingText.Plain(word!)).GroupBy(word => word).Any(same => same.Count() > 1))
        {
            yield return "同一个词出现了两次 / one word is there twice";
        }

        if (entries.Any(entry => entry!.Reply is not { Length: <= LongestReply } reply || string.IsNullOrWhiteSpace(reply) || reply.Contains('\0', StringComparison.Ordinal)))
        {
            yield return $"每条 reply 为 1 到 {LongestReply} 个字符 / each reply has 1 to {LongestReply} characters";
        }
    }

    private static async Task<Ok<Response>> Get(MessageDbContext context, CancellationToken ct) =>
        TypedResults.Ok(await NewestAsync(context, ct) is { } table ? Of(table) : new Response(0, [], null, null));

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Put(
        Request request, ClaimsPrincipal user, MessageDbContext context, IOutbox<MessageDbContext> outbox, TimeProvider time,
        ILogger<MessageModule> logger, CancellationToken ct)
    {
        if (Faults(request).ToList() is { Count: > 0 } faults)
        {
            return TypedResults.Problem(
                string.Join("；", faults), statusCode: StatusCodes.Status400BadRequest, title: "invalid_greetings");
        }

        var table = new GreetingTable
        {
            Version = request.Version!.Value + 1,
            Entries = [.. request.Entries!.Select(entry => new GreetingEntry([.. entry!.Match!.Select(word => word!.Trim())], entry.Reply!.Trim()))],
            ChangedAt = time.GetUtcNow(),
            ChangedBy = user.Caller()!.Id,
        };
        var isNext = await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            if ((await NewestAsync(context, ct))?.Version is var newest && (newest ?? 0) != request.Version)
            {
                return false;
            }

            context.Add(table);
            outbox.Publish(new GreetingsChanged(table.Version), GreetingsChanged.OrderingKey);
            try
            {
                await context.SaveChangesAsync(ct);
            }
            catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                return false;
            }

            await transaction.CommitAsync(ct);
            return true;
        });
        if (!isNext)
        {
            return TypedResults.Problem(
                "表已被别人修改，请重新读取 / the table was changed meanwhile: read it again",
                statusCode: StatusCodes.Status409Conflict, title: "stale_version");
        }

        logger.GreetingsChanged(table.Version, table.Entries.Count, table.ChangedBy);
        return TypedResults.Ok(Of(table));
    }

    private static Task<GreetingTable?> NewestAsync(MessageDbContext context, CancellationToken ct) =>
        context.Greetings.AsNoTracking().OrderByDescending(table => table.Version).FirstOrDefaultAsync(ct);

    private static Response Of(GreetingTable table) => new(table.Version, table.Entries, table.ChangedAt, table.ChangedBy);
}
