using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPlatform.Rag;

/// <summary>What the API says of releases.</summary>
internal static class ReleaseAnswers
{
    private const int FaultsShown = 20;

    /// <summary>Why nothing came into force, in words that name what to do.</summary>
    public static ProblemHttpResult Refused(Publication publication)
    {
        var (status, detail) = publication.Refusal switch
        {
            Publication.Nothing => (StatusCodes.Status409Conflict, "草稿里没有可发布的改动 / The draft holds nothing to publish."),
            Publication.Busy => (StatusCodes.Status409Conflict, "另一次发布正在进行，请稍后再试 / Another release is being made; try again later."),
            ReleaseRefusal.ProbeFailed => (
                StatusCodes.Status422UnprocessableEntity,
                "发布前的检索验证未通过，线上内容未变 / The release did not pass its probes; what is in force did not change."),
            ReleaseRefusal.QuestionsDropped => (
                StatusCodes.Status422UnprocessableEntity,
                "有测试问题的结果变差，线上内容未变；确认无误可用 accept_drop 发布 / Test questions are answered worse; "
                + "what is in force did not change. Publish with accept_drop if that is wanted."),
            ReleaseRefusal.IndexesUnavailable => (
                StatusCodes.Status503ServiceUnavailable, "检索引擎暂时不可用，线上内容未变 / An index is not available; what is in force did not change."),
            _ => (StatusCodes.Status503ServiceUnavailable, "发布没有完成，线上内容未变 / The release was not finished; what is in force did not change."),
        };
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (publication.Release is { } release)
        {
            extensions["release"] = release.Number;
            extensions["faults"] = release.Faults.Take(FaultsShown).ToList();
        }

        return TypedResults.Problem(detail, statusCode: status, title: publication.Refusal, extensions: extensions);
    }

    public static ProblemHttpResult NotKept(ReleaseNotKeptException refusal) => refusal.IsUnknown
        ? Unknown()
        : TypedResults.Problem(
            "这个版本没有生效过，或内容没有保留 / That release was never in force, or what it showed was not kept.",
            statusCode: StatusCodes.Status409Conflict,
            title: "release_not_kept");

    public static ProblemHttpResult Unknown() => TypedResults.Problem(
        "没有这个版本 / There is no such release.", statusCode: StatusCodes.Status404NotFound, title: "release_not_found");
}
