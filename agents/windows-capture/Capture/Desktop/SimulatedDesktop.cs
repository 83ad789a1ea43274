using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WeChatPlatform.Capture.Reporting;

namespace WeChatPlatform.Capture.Desktop;

/// <summary>The simulated desktop, a process of its own, over HTTP.</summary>
internal sealed class SimulatedDesktop(IHttpClientFactory clients, AgentHealth health) : IWeChatDesktop
{
    internal const string ClientName = "capture.desktop";

    /// <summary>Header of every answer: the version of the client that is played. Absent when it plays none.</summary>
    private const string VersionHeader = "X-Client-Version";

    public async Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, "desktop/chats", null, ct);
        var chats = await ReadAsync(answer, SimulatedDesktopJson.Default.ListChat, ct);
        return chats.Select(chat => chat.ToListed()).OfType<ListedChat>().ToList();
    }

    public async Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct)
    {
        using var body = JsonContent.Create(
            new SimulatedDesktopWire.Open(chat.Name, chat.IsGroup), SimulatedDesktopJson.Default.Open);
        using var answer = await SendAsync(HttpMethod.Post, "desktop/open", body, ct, HttpStatusCode.NotFound);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    public async Task<ChatKey?> ReadTitleAsync(CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, "desktop/title", null, ct);
        return answer.StatusCode == HttpStatusCode.NoContent
            ? null
            : (await ReadAsync(answer, SimulatedDesktopJson.Default.Title, ct)).ToKey();
    }

    public async Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, "desktop/open", null, ct);
        return answer.StatusCode == HttpStatusCode.NoContent
            ? null
            : (await ReadAsync(answer, SimulatedDesktopJson.Default.Shown, ct)).ToOpen();
    }

    public async Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"desktop/rows/{row.RuntimeId}/picture", null, ct, HttpStatusCode.NotFound);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var picture = await ReadAsync(answer, SimulatedDesktopJson.Default.Picture, ct);
        return new RowPicture(picture.Width, picture.Height, picture.Rgb);
    }

    public async Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct)
    {
        using var answer = await SendAsync(
            HttpMethod.Get, $"desktop/rows/{row.RuntimeId}/attachment?max_bytes={maxBytes}", null, ct, HttpStatusCode.NotFound);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var saved = await ReadAsync(answer, SimulatedDesktopJson.Default.Saved, ct);
        return new SavedAttachment(saved.Name, saved.Content);
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
            NoteClient(answer);
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

    private void NoteClient(HttpResponseMessage answer)
    {
        var version = answer.Headers.TryGetValues(VersionHeader, out var values) ? values.First() : null;
        if (version != health.Client.Version)
        {
            health.Client = new ClientIdentity(version);
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
