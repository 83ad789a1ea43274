using System.Net.Http.Headers;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Hosting;

/// <summary>
/// Signs a request and sends it to one replica after the other until one can be connected to. A replica that was not reached was sent
/// nothing, so any request may go to another; what broke off later is the caller's to repeat.
/// </summary>
internal sealed class ServiceCall(Func<IReadOnlyList<Uri>> addresses, TokenIssuer tokens, Caller caller, TimeSpan valid) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Issue(caller, valid).AccessToken);
        var left = new Queue<Uri>(addresses());
        while (true)
        {
            request.RequestUri = new Uri(left.Dequeue(), path);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException away) when (left.Count > 0 && WasNotReached(away))
            {
                // The next one, then.
            }
        }
    }

    private static bool WasNotReached(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
}
