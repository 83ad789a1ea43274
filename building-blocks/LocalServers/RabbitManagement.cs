using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace WeChatPlatform.LocalServers;

/// <summary>The few calls of RabbitMQ's management API that set a server up.</summary>
public sealed class RabbitManagement : IDisposable
{
    private readonly HttpClient http;
    private readonly string user;

    /// <param name="address">The root of the API: http://127.0.0.1:15672/.</param>
    /// <param name="user">An administrator.</param>
    /// <param name="password">The administrator's password.</param>
    public RabbitManagement(Uri address, string user, string password)
    {
        this.user = user;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }, disposeHandler: true)
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(10),
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>False while the API does not answer, or refuses the user.</summary>
    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("api/whoami", UriKind.Relative), ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Creates a virtual host in which the user may do everything; one that exists stays as it is.</summary>
    public async Task CreateVirtualHostAsync(string name, CancellationToken ct)
    {
        using var host = await http.PutAsync(VirtualHost(name), new StringContent("{}", Encoding.UTF8, "application/json"), ct);
        host.EnsureSuccessStatusCode();
        using var permission = await http.PutAsJsonAsync(
            new Uri($"api/permissions/{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(user)}", UriKind.Relative),
            new { configure = ".*", write = ".*", read = ".*" },
            ct);
        permission.EnsureSuccessStatusCode();
    }

    /// <summary>Deletes a virtual host with its queues and closes the connections to it; a missing one is fine.</summary>
    public async Task DeleteVirtualHostAsync(string name, CancellationToken ct)
    {
        using var answer = await http.DeleteAsync(VirtualHost(name), ct);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            answer.EnsureSuccessStatusCode();
        }
    }

    public void Dispose() => http.Dispose();

    private static Uri VirtualHost(string name) => new($"api/vhosts/{Uri.EscapeDataString(name)}", UriKind.Relative);
}
