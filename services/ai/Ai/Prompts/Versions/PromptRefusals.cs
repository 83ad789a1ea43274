using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>Why a request about prompts is refused, each with its code.</summary>
internal static class PromptRefusals
{
    public static ProblemHttpResult NotFound() => TypedResults.Problem(
        "没有这个版本 / no such version", statusCode: StatusCodes.Status404NotFound, title: "prompt_not_found");

    public static ProblemHttpResult Invalid(IEnumerable<string> faults) => TypedResults.Problem(
        string.Join("；", faults), statusCode: StatusCodes.Status400BadRequest, title: "invalid_prompt");

    public static ProblemHttpResult TooLong(string fault) => TypedResults.Problem(
        fault, statusCode: StatusCodes.Status422UnprocessableEntity, title: "prompt_too_long");

    public static ProblemHttpResult NotIn(string state) => TypedResults.Problem(
        $"这个版本不是 {state} / this version is not {state}", statusCode: StatusCodes.Status409Conflict, title: "wrong_state");

    public static ProblemHttpResult Stale() => TypedResults.Problem(
        "已被别人修改，请重新读取 / it was changed meanwhile: read it again", statusCode: StatusCodes.Status409Conflict, title: "stale_revision");
}
