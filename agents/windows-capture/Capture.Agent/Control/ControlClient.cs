using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>Speaks to the agent that runs on a data folder.</summary>
internal sealed class ControlClient(ControlFile file) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        // What is meant for this PC must not go to a proxy.
        UseProxy = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
    });

    /// <summary>Null when nobody answers: no agent runs, or it hangs.</summary>
    public async Task<(HttpStatusCode Status, string Body)?> AskAsync(
        HttpMethod method, string path, TimeSpan longest, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(longest);
        try
        {
            using var request = new HttpRequestMessage(method, file.Address + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", file.Token);
            using var answer = await _http.SendAsync(request, timeout.Token);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(timeout.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
