using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPlatform.Rag;

/// <summary>What the API says when a request cannot be done.</summary>
internal static class KnowledgeAnswers
{
    public static ProblemHttpResult DocumentUnknown() => Problem(
        StatusCodes.Status404NotFound, "document_not_found", "没有这份资料 / There is no such document.");

    public static ProblemHttpResult ChunkUnknown() => Problem(
        StatusCodes.Status404NotFound, "chunk_not_found", "这份资料里没有这个片段 / The document has no such piece.");

    public static ProblemHttpResult CollectionUnknown() => Problem(
        StatusCodes.Status404NotFound, "collection_not_found", "没有这个知识集 / There is no such collection.");

    public static ProblemHttpResult JobUnknown() => Problem(
        StatusCodes.Status404NotFound, "job_not_found", "没有这个导入任务 / There is no such job.");

    public static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: code);
}
