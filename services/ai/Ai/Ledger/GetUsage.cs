using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Ai.Ledger;

/// <summary>What was spent in some days, parted by provider, model, account, conversation, intent, purpose or day: dearest first.</summary>
internal static class GetUsage
{
    public const int MostDays = 366;

    private static readonly string[] Parts = ["provider", "model", "account", "conversation", "intent", "purpose", "day"];

    /// <summary>The total is of all lines, not of this page only. Next is absent on the last page.</summary>
    internal sealed record Response(
        DateOnly From, DateOnly Until, string TimeZone, string By, UsageFigures Total, IReadOnlyList<UsageLine> Items, string? Next);

    public static void MapGetUsage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ai/usage", Handle).RequireAuthorization(Policies.Viewer).WithName("ai.GetUsage");

    /// <summary>What is wrong with a question; absent when it can be answered.</summary>
    internal static (string Code, string Words)? Refusal(DateOnly from, DateOnly until, string by, string? after)
    {
        if (from > until || until.DayNumber - from.DayNumber >= MostDays)
        {
            return ("days_out_of_range", $"from 不晚于 until，最多 {MostDays} 天 / from is not after until, at most {MostDays} days");
        }

        if (!Parts.Contains(by, StringComparer.Ordinal))
        {
            return ("part_unknown", $"by 须为 / by must be one of: {string.Join(", ", Parts)}");
        }

        return after is null || Place.Parse(after) is not null
            ? null
            : ("page_unknown", "after 须为上一页的 next / after must be the next of the page before");
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        AiDbContext context, BudgetCalendar calendar, TimeProvider time, DateOnly? from, DateOnly? until, string? by, string? after,
        int? limit, CancellationToken ct)
    {
        var last = until ?? calendar.Today(time.GetUtcNow());
        var first = from ?? last;
        if (Refusal(first, last, by ?? Parts[0], after) is var (code, words))
        {
            return TypedResults.Problem(words, statusCode: StatusCodes.Status400BadRequest, title: code);
        }

        return TypedResults.Ok(await ReadAsync(context, calendar, first, last, by ?? Parts[0], after, KeysetPaging.SizeOf(limit), ct));
    }

    internal static async Task<Response> ReadAsync(
        AiDbContext context, BudgetCalendar calendar, DateOnly from, DateOnly until, string by, string? after, int size, CancellationToken ct)
    {
        var (start, end) = (calendar.StartOf(from), calendar.StartOf(until.AddDays(1)));
        var zone = calendar.TimeZone;
        var place = after is null ? null : Place.Parse(after);
        var (cost, key) = (place?.Cost ?? 0, place?.Key ?? "");
        var isFirst = place is null;

        // One statement is one snapshot: the lines add up to the total.
        var rows = await context.Database.SqlQuery<Row>(
            $"""
            with lines as materialized (
                select case {by}
                        when 'provider' then provider
                        when 'model' then provider || '/' || model
                        when 'account' then agent_id
                        when 'conversation' then conversation_id::text
                        when 'intent' then coalesce(intent, '')
                        when 'purpose' then purpose
                        else to_char(at at time zone {zone}, 'YYYY-MM-DD')
                    end as key,
                    count(*) as calls,
                    count(*) filter (where status <> 'ok') as failed,
                    count(*) filter (where was_abandoned) as abandoned,
                    count(*) filter (where is_estimated) as estimated,
                    count(*) filter (where not is_price_known) as unknown_price,
                    sum(input_tokens) as input_tokens,
                    sum(output_tokens) as output_tokens,
                    sum(cost_cny) as cost_cny
                from llm_calls where at >= {start} and at < {end} group by 1
            ), total as (
                select coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(failed), 0)::bigint as failed,
                    coalesce(sum(abandoned), 0)::bigint as abandoned, coalesce(sum(estimated), 0)::bigint as estimated,
                    coalesce(sum(unknown_price), 0)::bigint as unknown_price, coalesce(sum(input_tokens), 0)::bigint as input_tokens,
                    coalesce(sum(output_tokens), 0)::bigint as output_tokens, coalesce(sum(cost_cny), 0) as cost_cny
                from lines
            ), page as (
                select * from lines
                where {isFirst} or cost_cny < {cost} or (cost_cny = {cost} and key collate "C" > {key} collate "C")
                order by cost_cny desc, key collate "C" limit {size + 1}
            )
            select page.key as "Key", coalesce(page.calls, 0) as "Calls", coalesce(page.failed, 0) as "Failed",
                coalesce(page.abandoned, 0) as "Abandoned", coalesce(page.estimated, 0) as "Estimated",
                coalesce(page.unknown_price, 0) as "UnknownPrice", coalesce(page.input_tokens, 0) as "InputTokens",
                coalesce(page.output_tokens, 0) as "OutputTokens", coalesce(page.cost_cny, 0) as "CostCny",
                total.calls as "AllCalls", total.failed as "AllFailed", total.abandoned as "AllAbandoned",
                total.estimated as "AllEstimated", total.unknown_price as "AllUnknownPrice", total.input_tokens as "AllInputTokens",
                total.output_tokens as "AllOutputTokens", total.cost_cny as "AllCostCny"
            from total left join page on true
            order by page.cost_cny desc, page.key collate "C"
            """).ToListAsync(ct);
        var all = rows[0];
        var lines = rows.Where(row => row.Key is not null).Select(row => row.Line).ToList();
        var page = lines.Take(size).ToList();
        return new Response(
            from, until, zone, by, all.Total, page, lines.Count > size ? new Place(page[^1].CostCny, page[^1].Key).ToString() : null);
    }

    /// <summary>Where a page ends: at a cost and, among equals, a key.</summary>
    private sealed record Place(decimal Cost, string Key)
    {
        public static Place? Parse(string text) =>
            text.Split('~', 2) is [var cost, var key]
            && decimal.TryParse(cost, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && !key.Contains('\0', StringComparison.Ordinal)
                ? new Place(amount, key)
                : null;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cost}~{Key}");
    }

    internal sealed record Row(
        string? Key, long Calls, long Failed, long Abandoned, long Estimated, long UnknownPrice, long InputTokens, long OutputTokens,
        decimal CostCny, long AllCalls, long AllFailed, long AllAbandoned, long AllEstimated, long AllUnknownPrice, long AllInputTokens,
        long AllOutputTokens, decimal AllCostCny)
    {
        public UsageLine Line =>
            new(Key!, Calls, Failed, Abandoned, Estimated, UnknownPrice, InputTokens, OutputTokens, CostCny);

        public UsageFigures Total => new(
            AllCalls, AllFailed, AllAbandoned, AllEstimated, AllUnknownPrice, AllInputTokens, AllOutputTokens, AllCostCny);
    }
}
