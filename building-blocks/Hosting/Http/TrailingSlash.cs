using Microsoft.AspNetCore.Builder;

namespace WeChatPlatform.Hosting;

internal static class TrailingSlash
{
    /// <summary>
    /// /messages/ is /messages. Rewritten, because a redirect would turn the POST of many clients into a GET.
    /// </summary>
    public static void UseTrailingSlashRewrite(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var path = context.Request.Path.Value;
        if (path is { Length: > 1 } && path[^1] == '/')
        {
            context.Request.Path = path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
        }

        return next(context);
    });
}
