using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace WeChatPlatform.Gateway.Host;

/// <summary>
/// A replica that cannot be connected to was sent nothing, so any request may go to another one. A request that broke off
/// later is the caller's to repeat: only the caller knows whether it may.
/// </summary>
internal static class AnotherReplica
{
    public static async Task TryAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var proxy = context.GetReverseProxyFeature();
        var others = proxy.AllDestinations.ToList();
        while (WasNotReached(context) && proxy.ProxiedDestination is { } away && others.Remove(away) && others.Count > 0)
        {
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            proxy.AvailableDestinations = others;
            await next(context);
        }
    }

    private static bool WasNotReached(HttpContext context) =>
        !context.Response.HasStarted
        && !context.RequestAborted.IsCancellationRequested
        && context.GetForwarderErrorFeature() is
        {
            Error: ForwarderError.Request or ForwarderError.RequestTimedOut or ForwarderError.RequestCanceled,
            Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
        };
}
