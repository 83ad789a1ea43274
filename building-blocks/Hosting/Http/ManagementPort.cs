using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WeChatPlatform.Hosting;

/// <summary>
/// Marks connections that came in by the management port. The mark is set by the listener, because a port or host name
/// in the request is the caller's to choose.
/// </summary>
internal sealed class ManagementPort
{
    private static readonly ManagementPort Mark = new();

    public static void MarkConnections(ListenOptions listen) =>
        listen.Use(next => connection =>
        {
            connection.Features.Set(Mark);
            return next(connection);
        });

    public static bool Holds(HttpContext context) => context.Features.Get<ManagementPort>() is not null;

    /// <summary>Metrics are seen on the management port only, the API on the public one only, health on both.</summary>
    public static void Separate(IApplicationBuilder app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        var isHere = path.StartsWithSegments("/health", StringComparison.Ordinal)
            || Holds(context) == path.StartsWithSegments("/metrics", StringComparison.Ordinal);
        if (isHere)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
