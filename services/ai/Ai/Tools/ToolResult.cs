using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tools;

/// <summary>What a model reads of a call: an object of JSON, with the facts bounded and what to make of the outcome.</summary>
internal static class ToolResult
{
    public const string Refused = "refused";

    private const int MostWords = 20;
    private const int LongestWord = 60;
    private const int LongestTitle = 100;
    private const int LongestId = 120;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Read by a model, never by a browser: Chinese stays as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The facts that fit, cleaned; the model and the guard get the same.</summary>
    public static IReadOnlyList<Evidence> Bounded(IEnumerable<Evidence> facts, ToolOptions options)
    {
        List<Evidence> bounded = [];
        var left = options.MaxResultCharacters;
        foreach (var fact in facts.Take(options.MaxFacts))
        {
            var text = ToolText.Clean(fact.Text, left);
            if (text.Length == 0)
            {
                break;
            }

            left -= text.Length;
            bounded.Add(fact with
            {
                Id = ToolText.Clean(fact.Id, LongestId),
                Title = ToolText.Clean(fact.Title, LongestTitle),
                Text = text,
                Score = Math.Clamp(fact.Score, 0, 1),
            });
        }

        return bounded;
    }

    public static string Of(ToolAnswer answer, IReadOnlyList<Evidence> facts) => JsonSerializer.Serialize(
        new Told(
            answer.Outcome,
            [.. facts.Select(fact => new ToldFact(fact.Id, fact.Text))],
            [.. answer.NotKnown.Take(MostWords).Select(word => ToolText.Clean(word, LongestWord))],
            Reason: null,
            Note(answer.Outcome)),
        Json);

    public static string OfRefusal(string reason) =>
        JsonSerializer.Serialize(new Told(Refused, [], [], reason, "该调用未执行，请依据已有资料回答，查不到就如实说明。"), Json);

    private static string? Note(string outcome) => outcome switch
    {
        ToolAnswer.NotFound => "没有查到，请如实告知，不要编造。",
        ToolAnswer.Unknown => "系统中没有这类数据，请如实告知暂时无法查询，不要编造。",
        ToolAnswer.Failed => "暂时查询不到，请如实告知，不要编造。",
        _ => null,
    };

    private sealed record Told(
        string Outcome, IReadOnlyList<ToldFact> Facts, IReadOnlyList<string> NotKnown, string? Reason, string? Note);

    private sealed record ToldFact(string Id, string Text);
}
