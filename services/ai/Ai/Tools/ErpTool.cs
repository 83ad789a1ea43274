using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;
using WeChatPlatform.Contracts;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Ai.Tools;

/// <summary>Asks erp-sync, as this service and for the contact of the turn.</summary>
internal sealed class ErpTool(
    IServiceClients services, string name, string description, JsonElement schema, string lookup, bool ofContact) : ITool
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private static readonly string[] Outcomes = [ToolAnswer.Found, ToolAnswer.NotFound, ToolAnswer.Unknown];

    public AIFunctionDeclaration Declaration { get; } = AIFunctionFactory.CreateDeclaration(name, description, schema);

    public bool NeedsContact => ofContact;

    public async Task<ToolAnswer> RunAsync(
        IReadOnlyDictionary<string, JsonElement> arguments, ToolContext context, CancellationToken ct)
    {
        Dictionary<string, string?> question = arguments.ToDictionary(
            argument => argument.Key, argument => argument.Value.GetString(), StringComparer.Ordinal);
        if (ofContact)
        {
            question["contact"] = context.Contact;
        }

        using var answer = await services.For(ErpTools.Service).PostAsJsonAsync($"/api/v1/erp/lookups/{lookup}", question, ct);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<Response>(Json, ct) is { Outcome: { } outcome, Facts: { } facts } found
            && Outcomes.Contains(outcome, StringComparer.Ordinal)
            ? new ToolAnswer(outcome, facts, found.NotKnown ?? [])
            : throw new JsonException("The look-up answered with something else.");
    }

    private sealed record Response(string? Outcome, IReadOnlyList<Evidence>? Facts, IReadOnlyList<string>? NotKnown);
}
