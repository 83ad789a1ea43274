using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>
/// A server of models: OpenAI's /v1/embeddings, /v1/rerank as Jina has it, /rerank as Text Embeddings Inference has it. Vectors depend
/// on the text alone and are not of unit length; a text's score is the share of the question's characters that it has.
/// </summary>
internal sealed class EndpointStub : StubServer
{
    public const int Dimensions = 6;

    /// <summary>Most texts that are taken in one request.</summary>
    public int MostTexts { get; set; } = 2048;

    /// <summary>Whether the list of vectors comes in another order than the texts.</summary>
    public bool Shuffles { get; set; }

    public int Texts => Requests.Where(request => request.Path == "/v1/embeddings").Sum(request => request.Body.GetProperty("input").GetArrayLength());

    protected override StubAnswer Unauthorized => Error(401, "invalid_api_key");

    public static StubAnswer Error(int status, string code, string? retryAfter = null) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "you sent: 客户的问题" } }, retryAfter);

    public static double[] Vector(string text)
    {
        var random = new Random(text.Sum(character => character));
        return [.. Enumerable.Range(0, Dimensions).Select(_ => (random.NextDouble() * 8) - 4)];
    }

    protected override IEnumerable<string> Check(StubRequest request) => Specification.Endpoints.Faults(request, path => path, [request.Body]);

    protected override StubAnswer Answer(StubRequest request) => request.Path switch
    {
        "/v1/embeddings" => Embed(request.Body),
        "/v1/rerank" => new StubAnswer(200, new JsonObject { ["results"] = Ranks(request.Body, "documents", "relevance_score") }),
        _ => new StubAnswer(200, Ranks(request.Body, "texts", "score")),
    };

    private StubAnswer Embed(JsonElement body)
    {
        var texts = body.GetProperty("input").EnumerateArray().Select(text => text.GetString()!).ToList();
        if (texts.Count > MostTexts || texts.Exists(text => text.Length == 0))
        {
            return Error(400, "invalid_parameter_error");
        }

        var data = texts.Select((text, index) => new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = index,
            ["embedding"] = new JsonArray([.. Vector(text).Select(number => JsonValue.Create(number))]),
        });
        return new StubAnswer(200, new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. Shuffles ? data.Reverse() : data]) });
    }

    private static JsonArray Ranks(JsonElement body, string texts, string score)
    {
        var question = body.GetProperty("query").GetString()!;
        return new JsonArray([.. body.GetProperty(texts).EnumerateArray()
            .Select((text, index) => (Index: index, Score: question.Count(text.GetString()!.Contains) / (double)question.Length))
            .OrderByDescending(one => one.Score)
            .Select(one => new JsonObject { ["index"] = one.Index, [score] = one.Score })]);
    }
}
