using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.ErpSync;

/// <summary>Takes an export of orders or products, or says what is wrong with each line and changes nothing.</summary>
internal static class ImportMirror
{
    private const int FaultsShown = 100;

    internal sealed record Response(string Kind, int Rows, DateTimeOffset AsOf);

    public static void MapImportMirror(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/erp/imports/{kind}", Handle)
            .RequireAuthorization(Policies.Admin)
            .WithName("erp-sync.ImportMirror")
            .WithSummary("Import orders or products as CSV: a form with a file, or the body; rows are added or replaced by key");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        string kind,
        HttpRequest request,
        MirrorWriter writer,
        IOptions<ErpSyncOptions> options,
        TimeProvider time,
        CancellationToken ct)
    {
        if (kind is not (MirrorFile.OrdersKind or MirrorFile.ProductsKind))
        {
            return TypedResults.Problem(
                "只能导入 orders 或 products / Only orders or products can be imported.",
                statusCode: StatusCodes.Status404NotFound,
                title: "erp_import_unknown_kind");
        }

        var limit = options.Value.MaxImportBytes;
        if (await UploadedFile.ReadAsync(request, $"{kind}.csv", limit, ct) is not { } upload)
        {
            return TypedResults.Problem(
                $"请上传一个不超过 {limit} 字节的 CSV 文件 / Send one CSV file of at most {limit} bytes.",
                statusCode: StatusCodes.Status400BadRequest,
                title: "erp_file_unreadable");
        }

        var now = time.GetUtcNow();
        var file = MirrorFile.Read(kind, upload.Content, now, TimeSpan.FromHours(options.Value.UtcOffsetHours));
        if (file.Faults.Count > 0)
        {
            return Refused(file.Faults);
        }

        await writer.StoreAsync(file, ct);
        return TypedResults.Ok(new Response(kind, file.Rows, now));
    }

    internal static ProblemHttpResult Refused(IReadOnlyList<ImportFault> faults) => TypedResults.Problem(
        $"文件有 {faults.Count} 处错误，未导入任何数据 / The file has {faults.Count} faults; nothing was imported.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "erp_import_refused",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["faults"] = faults.Take(FaultsShown).ToList() });
}
