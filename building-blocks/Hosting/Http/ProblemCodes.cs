using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace WeChatPlatform.Hosting;

/// <summary>The stable code and the text that a status gets when the endpoint named none.</summary>
internal static partial class ProblemCodes
{
    /// <summary>A member of the body is none of the words that it may be.</summary>
    public const string UnknownWord = "unknown_word";

    public static (string Code, string Detail) Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ("malformed_request", "请求格式不正确 / The request could not be read."),
        StatusCodes.Status401Unauthorized => ("not_authenticated", "请先登录 / Log in first."),
        StatusCodes.Status403Forbidden => ("not_allowed", "没有权限 / This account may not do that."),
        StatusCodes.Status404NotFound => ("not_found", "没有这个地址或对象 / There is no such thing."),
        StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", "不支持该方法 / The method is not supported here."),
        StatusCodes.Status408RequestTimeout => ("request_timeout", "请求超时 / The request took too long to arrive."),
        StatusCodes.Status409Conflict => ("conflict", "当前状态不允许 / Not possible in this state."),
        StatusCodes.Status413PayloadTooLarge => ("too_large", "请求内容过大 / The request is too large."),
        StatusCodes.Status415UnsupportedMediaType => ("unsupported_media_type", "请使用 JSON / Send JSON."),
        StatusCodes.Status422UnprocessableEntity => ("refused", "请求被拒绝 / The request was refused."),
        StatusCodes.Status429TooManyRequests => ("too_many_requests", "请求过于频繁，请稍后再试 / Slow down and try again."),
        StatusCodes.Status503ServiceUnavailable => ("try_later", "服务暂时不可用，请稍后再试 / Try again later."),
        >= 500 => ("internal_error", "服务内部错误 / Something went wrong here."),
        _ => ("malformed_request", "请求格式不正确 / The request could not be handled."),
    };

    /// <summary>A title that an endpoint chose; the framework's own titles are sentences.</summary>
    public static bool IsCode(string? title) => title is not null && Code().IsMatch(title);

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();
}
