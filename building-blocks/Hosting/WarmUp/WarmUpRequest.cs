using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Hosting;

/// <summary>
/// A request that a module's process makes to itself before it is ready: the whole way from the socket to the handler and
/// back. It changes nothing, because its content is refused or because it reads.
/// </summary>
/// <remarks><paramref name="Path"/> begins with /api/v1. <paramref name="Body"/> is JSON; absent for a request without one.</remarks>
public sealed record WarmUpRequest(HttpMethod Method, string Path, Caller Caller, string? Body = null);

/// <summary>Makes the modules' requests, each a few times: the first finds the code cold, the next finds it compiled badly.</summary>
internal sealed class HttpWarmUp(IEnumerable<WarmUpRequest> requests, IServer server) : IWarmUp
{
    private const int Times = 3;

    public string Name => "http";

    public async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        var address = OwnAddress.Of(server);
        var issuer = services.GetRequiredService<TokenIssuer>();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        foreach (var wanted in requests)
        {
            var token = issuer.Issue(wanted.Caller).AccessToken;
            for (var time = 0; time < Times; time++)
            {
                using var request = new HttpRequestMessage(wanted.Method, new Uri(address, wanted.Path));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                request.Content = wanted.Body is null ? null : new StringContent(wanted.Body, Encoding.UTF8, "application/json");
                using var answer = await http.SendAsync(request, ct);
                await answer.Content.LoadIntoBufferAsync(ct);
            }
        }
    }
}
