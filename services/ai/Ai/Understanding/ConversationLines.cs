using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Contracts;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>Brings what was said in a conversation from the message service. Nothing of it is kept here.</summary>
internal sealed class ConversationLines(IServiceClients services)
{
    private const string Service = "message";
    private const int MostLines = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Whether anybody knows where the message service is.</summary>
    public bool CanRead => services.Knows(Service);

    /// <returns>The newest lines, oldest first; nothing when there is no such conversation.</returns>
    /// <exception cref="HttpRequestException">The service is away, or answered with something else.</exception>
    public async Task<SaidLines?> ReadAsync(Guid conversationId, CancellationToken ct)
    {
        using var answer = await services.For(Service).GetAsync($"/api/v1/conversations/{conversationId}/lines?limit={MostLines}", ct);
        if (answer.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<SaidLines>(Json, ct) is { AgentId: not null, Lines: not null } said
            ? said
            : throw new HttpRequestException($"{Service} answered with something else.");
    }
}

/// <summary>What was said in a conversation of an account, oldest first.</summary>
internal sealed record SaidLines(string AgentId, IReadOnlyList<ChatLine> Lines);
