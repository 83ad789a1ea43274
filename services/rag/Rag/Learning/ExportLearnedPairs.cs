using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Approved pairs as lines for training a model: one for each wording, in the form that fine-tuning services take. Nothing but question and answer
/// stands in them, and each is looked through for personal data once more.
/// </summary>
internal static class ExportLearnedPairs
{
    private const int Page = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // A file that people look into: Chinese as Chinese.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal sealed record Said(string Role, string Content);

    internal sealed record Line(IReadOnlyList<Said> Messages);

    public static void MapExportLearnedPairs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/knowledge/learned/export", Handle)
            .RequireAuthorization(Policies.Admin)
            .WithName("rag.ExportLearnedPairs")
            .WithSummary("Approved pairs as JSON lines for training");

    /// <summary>The lines of a pair; none when something personal is in it after all.</summary>
    internal static IEnumerable<Line> LinesOf(string question, IReadOnlyList<string> similar, string answer, SpokenRedactor redactor) =>
        redactor.IsClean(answer)
            ? similar.Prepend(question).Where(redactor.IsClean).Select(wording => new Line([new Said("user", wording), new Said("assistant", answer)]))
            : [];

    private static PushStreamHttpResult Handle(
        ClaimsPrincipal user, RagDbContext context, SpokenRedactor redactor, ILogger<LearnedPair> logger, CancellationToken ct) =>
        TypedResults.Stream(stream => WriteAsync(stream, user.Caller()!.Id, context, redactor, logger, ct), "application/x-ndjson", "learned-pairs.jsonl");

    private static async Task WriteAsync(
        Stream stream, string user, RagDbContext context, SpokenRedactor redactor, ILogger<LearnedPair> logger, CancellationToken ct)
    {
        var (lines, after, full) = (0, Guid.Empty, true);
        while (full)
        {
            var pairs = await context.Set<LearnedPair>().AsNoTracking()
                .Where(pair => pair.State == LearnedPair.Approved && pair.Id.CompareTo(after) > 0)
                .OrderBy(pair => pair.Id)
                .Take(Page)
                .ToListAsync(ct);
            foreach (var line in pairs.SelectMany(pair => LinesOf(pair.Question, pair.Similar, pair.Answer, redactor)))
            {
                await JsonSerializer.SerializeAsync(stream, line, Json, ct);
                await stream.WriteAsync("\n"u8.ToArray(), ct);
                lines++;
            }

            full = pairs.Count == Page;
            after = full ? pairs[^1].Id : after;
        }

        logger.PairsExported(lines, user);
    }
}
