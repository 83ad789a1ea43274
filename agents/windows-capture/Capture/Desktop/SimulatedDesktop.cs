using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WeChatPlatform.Capture.Desktop;

/// <summary>The simulated desktop, a process of its own, over HTTP.</summary>
internal sealed class SimulatedDesktop(IHttpClientFactory clients) : IWeChatDesktop
{
    internal const string ClientName = "capture.desktop";

    public async Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, "desktop/chats", null, ct);
        var chats = await ReadAsync(answer, SimulatedDesktopJson.Default.ListChat, ct);
        return chats.ConvertAll(chat => new ListedChat(chat.Name, chat.Members, chat.Unread, chat.Preview));
    }

    public async Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct)
    {
        using var body = JsonContent.Create(
            new SimulatedDesktopWire.Open(chat.Name, chat.IsGroup), SimulatedDesktopJson.Default.Open);
        using var answer = await SendAsync(HttpMethod.Post, "desktop/open", body, ct, HttpStatusCode.NotFound);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    public async Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, "desktop/open", null, ct);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        var shown = await ReadAsync(answer, SimulatedDesktopJson.Default.Shown, ct);
        return new OpenChat(
            new ChatKey(shown.Title, shown.IsGroup),
            shown.Rows.ConvertAll(row => new MessageRow(row.Class, row.Text, row.RuntimeId, row.Side, row.Sender)));
    }

    public async Task<string> ReadInputAsync(CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, "desktop/input", null, ct);
        return (await ReadAsync(answer, SimulatedDesktopJson.Default.Input, ct)).Text;
    }

    public async Task SetInputAsync(string text, CancellationToken ct)
    {
        using var body = JsonContent.Create(new SimulatedDesktopWire.Input(text), SimulatedDesktopJson.Default.Input);
        using var answer = await SendAsync(HttpMethod.Put, "desktop/input", body, ct);
    }

    public async Task PressEnterAsync(CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Post, "desktop/enter", null, ct);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken ct, HttpStatusCode? expected = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        try
        {
            using var client = clients.CreateClient(ClientName);
            var answer = await client.SendAsync(request, ct);
            if (answer.IsSuccessStatusCode || answer.StatusCode == expected)
            {
                return answer;
            }

            using (answer)
            {
                throw new DesktopUnavailableException(answer.StatusCode switch
                {
                    HttpStatusCode.ServiceUnavailable => "tree_hidden",
                    HttpStatusCode.Conflict => "no_chat_open",
                    _ => "unexpected_answer",
                });
            }
        }
        catch (HttpRequestException failure)
        {
            throw new DesktopUnavailableException("not_running", failure);
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw new DesktopUnavailableException("not_answering", failure);
        }
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync(type, ct) ?? throw new DesktopUnavailableException("unexpected_answer");
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException)
        {
            throw new DesktopUnavailableException("unexpected_answer", failure);
        }
    }
}
