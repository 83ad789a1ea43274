using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Edge;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>Where customer texts go: every receiver, whether it gets any now, and who agreed. For the record of a data protection officer.</summary>
internal static class ListReceivers
{
    private const string Csv = "csv";
    private static readonly string[] Head =
    [
        "provider", "source", "receives_texts", "state", "receiver_zh", "receiver_en", "region", "address", "models",
        "masks_personal_data", "consented_at", "consented_by",
    ];

    /// <remarks>
    /// <paramref name="ReceivesTexts"/>: it may be asked at this moment. A provider of the configuration was agreed to by who wrote it there.
    /// </remarks>
    internal sealed record Receiver(
        string Provider, string Source, bool ReceivesTexts, ProviderState State, string Zh, string En, TextRegion Region, string Address,
        IReadOnlyList<string> Models, bool MasksPersonalData, DateTimeOffset? ConsentedAt, string? ConsentedBy);

    internal sealed record Response(IReadOnlyList<Receiver> Items, DateTimeOffset At);

    public static void MapListReceivers(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ai/receivers", Handle).WithName("ai.ListReceivers").RequireAuthorization(Policies.Viewer)
            .WithSummary("?format=csv gives a file");

    internal static Receiver Of(RegisteredProvider provider)
    {
        var view = ProviderView.Of(provider);
        return new Receiver(
            view.Id, view.Source, view.State == ProviderState.Ready, view.State, view.Receiver.Zh, view.Receiver.En, view.Receiver.Region,
            Consent.AddressOf(provider.Connection.BaseUrl), view.Models, view.MasksPersonalData, view.ConsentedAt, view.ConsentedBy);
    }

    /// <summary>For a spreadsheet: a byte order mark, so that it reads Chinese, and no cell that it would take for a formula.</summary>
    internal static string ToCsv(IEnumerable<Receiver> receivers)
    {
        var text = new StringBuilder("\ufeff").AppendJoin(',', Head).Append("\r\n");
        foreach (var one in receivers)
        {
            string?[] cells =
            [
                one.Provider, one.Source, one.ReceivesTexts ? "yes" : "no", Word(one.State), one.Zh, one.En, Word(one.Region),
                one.Address, string.Join(' ', one.Models), one.MasksPersonalData ? "yes" : "no",
                one.ConsentedAt?.ToString("O", CultureInfo.InvariantCulture), one.ConsentedBy,
            ];
            text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }

        return text.ToString();
    }

    // The words of the JSON list.
    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Cell(string? value)
    {
        var safe = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{value}" : value ?? "";
        return safe.AsSpan().ContainsAny(",\"\r\n'") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static async Task<Results<Ok<Response>, FileContentHttpResult, ProblemHttpResult>> Handle(
        string? format, StoredProviders providers, AiDbContext context, TimeProvider time, CancellationToken ct)
    {
        if (format is not (null or "json" or Csv))
        {
            return ProviderRows.Refuse(StatusCodes.Status400BadRequest, "invalid_format", "format 为 json 或 csv / is json or csv");
        }

        var receivers = (await providers.ListAsync(context, ct)).Select(Of).ToList();
        return format == Csv
            ? TypedResults.File(Encoding.UTF8.GetBytes(ToCsv(receivers)), "text/csv; charset=utf-8", "receivers.csv")
            : TypedResults.Ok(new Response(receivers, time.GetUtcNow()));
    }
}
