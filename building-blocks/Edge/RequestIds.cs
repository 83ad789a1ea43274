using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Edge;

/// <summary>
/// X-Request-ID names a request on its way through the processes. A caller's own id is kept when it is a plain word, so that
/// nobody writes into our logs; else one is made.
/// </summary>
public static partial class RequestIds
{
    public const string Header = "X-Request-ID";

    public static IApplicationBuilder UseRequestIds(this IApplicationBuilder app)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestIds));
        return app.Use(async (context, next) =>
        {
            var given = context.Request.Headers[Header].ToString();
            var id = Plain().IsMatch(given) ? given : Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
            context.TraceIdentifier = id;
            context.Request.Headers[Header] = id;
            Activity.Current?.SetTag("request.id", id);

            // At the last moment, because the exception handler clears the headers of a failed response.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Header] = id;
                return Task.CompletedTask;
            });
            using (logger.BeginScope(new KeyValuePair<string, object>[] { new("request_id", id) }))
            {
                await next(context);
            }
        });
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();
}
