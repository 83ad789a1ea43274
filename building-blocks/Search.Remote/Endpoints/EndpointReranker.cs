using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

/// <summary>Scores from a /rerank endpoint, such as one that runs bge-reranker.</summary>
public sealed class EndpointReranker : IReranker
{
    private readonly RerankOptions _options;
    private readonly RemoteServer _server;
    private readonly bool _isTei;

    public EndpointReranker(HttpClient http, RerankOptions options, TimeProvider time, ILogger<EndpointReranker> logger)
    {
        _options = options;
        _isTei = options.Protocol == "tei";
        _server = new RemoteServer("The rerank endpoint", http, options, time, logger);
        Name = options.Model;
    }

    public string Name { get; }

    public async Task<IReadOnlyList<double>> ScoreAsync(string question, IReadOnlyList<RerankCandidate> candidates, CancellationToken ct)
    {
        if (candidates.Count == 0)
        {
            return [];
        }

        // One try: a question waits for the answer, and the order by fusion is there without it.
        var answer = await _server.AskAsync(HttpMethod.Post, "rerank", Body(question, candidates), ct);
        if (!answer.IsSuccess)
        {
            throw _server.Refused("a question", answer, EndpointEmbedder.CodeOf(answer));
        }

        return Scores(_isTei ? answer.Body : answer.At("results") ?? default, candidates.Count);
    }

    private RemoteBody Body(string question, IReadOnlyList<RerankCandidate> candidates)
    {
        var texts = candidates.Select(candidate => EndpointTexts.Beginning(TextOf(candidate.Entry), _options.MaxCharacters));
        var asked = EndpointTexts.Beginning(question, _options.MaxCharacters);
        if (!_isTei)
        {
            return RemoteBody.Json(json =>
            {
                json.WriteString("model", _options.Model);
                json.WriteString("query", asked);
                json.Strings("documents", texts);
                json.WriteNumber("top_n", candidates.Count);
                json.WriteBoolean("return_documents", false);
            });
        }

        return RemoteBody.Json(json =>
        {
            json.WriteString("query", asked);
            json.Strings("texts", texts);
            json.WriteBoolean("raw_scores", _options.RawScores);
            json.WriteBoolean("truncate", true);
        });
    }

    // A question with its wordings and its answer, or a passage below its heading.
    private static string TextOf(IndexEntry entry) => string.Join('\n', entry.Questions.Prepend(entry.Title).Append(entry.Text));

    private double[] Scores(JsonElement results, int count)
    {
        if (results.ValueKind != JsonValueKind.Array || results.GetArrayLength() != count)
        {
            throw _server.Nonsense("rerank");
        }

        var scores = new double[count];
        var seen = new bool[count];
        foreach (var result in results.EnumerateArray())
        {
            if (RemoteAnswer.At(result, "index") is not { ValueKind: JsonValueKind.Number } told || told.GetInt32() is var index && (index < 0 || index >= count || seen[index])
                || RemoteAnswer.At(result, _isTei ? "score" : "relevance_score") is not { ValueKind: JsonValueKind.Number } score)
            {
                throw _server.Nonsense("rerank");
            }

            scores[told.GetInt32()] = Bounded(score.GetDouble());
            seen[told.GetInt32()] = true;
        }

        return scores;
    }

    private double Bounded(double score) =>
        _options.RawScores ? 1 / (1 + Math.Exp(-score))
        : score is >= 0 and <= 1 ? score
        : throw new SearchUnavailableException($"{_server.Name} gave a score outside 0 to 1: set {RerankOptions.Section}:RawScores.");
}
