using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

/// <summary>The knowledge API as people use it.</summary>
internal static class Knowledge
{
    public const string Warranty = """{"question": "充电桩保修多久", "similar": ["质保几年"], "answer": "整机保修两年。"}""";
    public const string Price = """{"question": "7kW充电桩多少钱", "answer": "1880 元。"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> GetAsync(this TestHost service, string path) =>
        await service.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/knowledge/{path}", Ct);

    public static async Task<(int Status, JsonElement Body)> SendAsync(this TestHost service, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/knowledge/{path}");
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await service.Admin.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public static Task<(int Status, JsonElement Body)> PostAsync(this TestHost service, string path, object? body = null) =>
        service.SendAsync(HttpMethod.Post, path, body ?? new { });

    /// <summary>Imports and publishes at once.</summary>
    public static async Task<Guid> ImportAsync(this TestHost service, string name, string text)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await service.Admin.PostAsync($"/api/v1/knowledge/imports?name={Uri.EscapeDataString(name)}", content, Ct);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(Ct));
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("document_id").GetGuid();
    }

    /// <summary>Sends a file into the draft, and waits until its job is over.</summary>
    public static async Task<JsonElement> UploadAsync(this TestHost service, string name, byte[] bytes, string query = "")
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await service.Admin.PostAsync($"/api/v1/knowledge/documents?name={Uri.EscapeDataString(name)}{query}", content, Ct);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        return await service.JobAsync(id);
    }

    public static Task<JsonElement> UploadAsync(this TestHost service, string name, string text, string query = "") =>
        service.UploadAsync(name, Encoding.UTF8.GetBytes(text), query);

    /// <summary>The job, once it is over.</summary>
    public static async Task<JsonElement> JobAsync(this TestHost service, Guid id)
    {
        JsonElement job = default;
        await Eventually.Holds("the job is over", async () =>
        {
            job = await service.GetAsync($"jobs/{id}");
            return job.GetProperty("state").GetString() is not ("queued" or "running");
        });
        return job;
    }

    public static async Task<IReadOnlyList<Evidence>> SearchAsync(this TestHost service, string question, string filter = "") =>
    [
        .. (await service.GetAsync($"search?q={Uri.EscapeDataString(question)}{filter}")).GetProperty("results").EnumerateArray()
            .Select(hit => hit.Deserialize<Evidence>(JsonSerializerOptions.Web)!),
    ];

    public static async Task<long> PublishAsync(this TestHost service)
    {
        var (status, body) = await service.PostAsync("releases");
        status.ShouldBe(200, body.ToString());
        return body.GetProperty("number").GetInt64();
    }

    public static async Task<IReadOnlyList<JsonElement>> ChunksAsync(this TestHost service, Guid documentId) =>
        [.. (await service.GetAsync($"documents/{documentId}/chunks")).GetProperty("items").EnumerateArray()];
}
