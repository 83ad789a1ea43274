using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace WeChatPlatform.Hosting;

/// <summary>
/// What OpenTelemetry's conventions want on the span of a request beside what the web server records, which is method and
/// path.
/// </summary>
internal static class RequestActivities
{
    /// <summary>The status that the caller gets; comes before what turns failures into problems.</summary>
    public static void UseRequestStatus(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (Recorded(context) is { } activity)
        {
            activity.SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            {
                activity.SetStatus(ActivityStatusCode.Error);
            }
        }
    });

    /// <summary>The route, and the span's name after it; comes after routing.</summary>
    public static void UseRequestRoute(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (Recorded(context) is { } activity
            && context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            activity.DisplayName = $"{context.Request.Method} {route}";
            activity.SetTag("http.route", route);
        }

        return next(context);
    });

    private static Activity? Recorded(HttpContext context) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity ? activity : null;
}
