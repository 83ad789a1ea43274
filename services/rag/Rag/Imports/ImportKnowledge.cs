using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Rag;

/// <summary>Takes a FAQ file or a document and puts it in force at once, past the rest of the draft, or says what is wrong with each line and changes nothing.</summary>
internal static class ImportKnowledge
{
    private const int FaultsShown = 100;

    /// <remarks>
    /// <paramref name="Redactions"/> counts what was taken out of the file; <paramref name="Alike"/> are documents that say the same, exactly or nearly.
    /// </remarks>
    internal sealed record Response(
        Guid DocumentId, string Name, string Kind, int Entries, bool Changed, long Release, int Redactions, IReadOnlyList<AlikeDocument> Alike);

    public static void MapImportKnowledge(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/knowledge/imports", Handle)
            .RequireAuthorization(Policies.Admin)
            .WithName("rag.ImportKnowledge")
            .WithSummary("Put a FAQ list or a document of any format in force at once: a form with a file, or the body with ?name=");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        HttpRequest request,
        string? name,
        bool? redact,
        ClaimsPrincipal caller,
        DocumentIntake intake,
        DraftDocuments drafts,
        DuplicateSearch duplicates,
        RagDbContext context,
        ReleasePublisher publisher,
        LiveIndex index,
        IOptions<RagOptions> options,
        CancellationToken ct)
    {
        if (await UploadedFile.ReadAsync(request, name, options.Value.MaxImportBytes, ct) is not { } upload)
        {
            return Unreadable(options.Value.MaxImportBytes);
        }

        var file = await KnowledgeReading.ReadAsync(upload.Name, upload.Content, redact ?? true, intake, options.Value, ct);
        if (file.Content is not { } content)
        {
            return Refused(file.Faults);
        }

        var by = caller.Caller()!.Id;
        var source = new DocumentSource(KnowledgeDocument.FromUpload, upload.Name);
        var alike = (await duplicates.FindAsync(context, source, content, ct)).Documents;
        var drafted = await drafts.PutAsync(source, content with { Alike = alike }, scope: null, by, ct);
        var publication = drafted.IsPending ? await publisher.PublishAsync(new PublishRequest(by, [drafted.DocumentId]), ct) : null;
        if (publication is { Refusal: not (null or Publication.Nothing) })
        {
            return ReleaseAnswers.Refused(publication);
        }

        var served = await index.RefreshAsync(ct);
        return TypedResults.Ok(new Response(
            drafted.DocumentId, upload.Name, content.Kind, drafted.Entries, publication is { IsLive: true }, served, file.Redactions, alike));
    }

    internal static ProblemHttpResult Refused(IReadOnlyList<ImportFault> faults) => TypedResults.Problem(
        $"文件有 {faults.Count} 处错误，未导入任何内容 / The file has {faults.Count} faults; nothing was imported.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "knowledge_import_refused",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["faults"] = faults.Take(FaultsShown).ToList() });

    internal static ProblemHttpResult Unreadable(int limit) => TypedResults.Problem(
        $"请上传一个有文件名、不超过 {limit} 字节的文件 / Send one file with a name (form file, or body with ?name=) of at most {limit} bytes.",
        statusCode: StatusCodes.Status400BadRequest,
        title: "knowledge_file_unreadable");
}
