using Microsoft.AspNetCore.Builder;
using Microsoft.Net.Http.Headers;

namespace WeChatPlatform.Edge;

/// <summary>
/// What every answer tells a browser: take the content for what it says it is, run nothing in it, show it in no frame, tell
/// nobody its address, and keep no copy unless the endpoint says otherwise.
/// </summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the last moment, because the exception handler clears the headers of a failed response.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            if (!headers.ContainsKey(HeaderNames.ContentSecurityPolicy))
            {
                headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            }

            if (!headers.ContainsKey(HeaderNames.CacheControl))
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    });
}
