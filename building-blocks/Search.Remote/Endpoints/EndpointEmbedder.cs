using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// Vectors from an endpoint that speaks OpenAI's /embeddings. Texts go out in batches, the same text once, and not at all when the
/// cache knows it; vectors come back with unit length.
/// </summary>
public sealed class EndpointEmbedder : IEmbedder
{
    // Endpoints refuse a text of nothing.
    private const string Blank = "。";

    private readonly EmbeddingOptions _options;
    private readonly IVectorCache _cache;
    private readonly ILogger _logger;
    private readonly RemoteServer _server;
    private volatile int _batchSize;

    public EndpointEmbedder(HttpClient http, EmbeddingOptions options, IVectorCache cache, TimeProvider time, ILogger<EndpointEmbedder> logger)
    {
        (_options, _cache, _logger, _batchSize) = (options, cache, logger, options.BatchSize);
        _server = new RemoteServer("The embedding endpoint", http, options, time, logger, answer => answer.Status == 500);
        Name = string.Create(CultureInfo.InvariantCulture, $"{options.Model}/{options.Dimensions}");
    }

    public string Name { get; }

    public int Dimensions => _options.Dimensions;

    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct)
    {
        var sent = texts.Select(text => string.IsNullOrWhiteSpace(text) ? Blank : EndpointTexts.Beginning(text, _options.MaxCharacters)).ToList();
        var keys = sent.ConvertAll(EndpointTexts.Key);
        var byKey = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var distinct = keys.Distinct(StringComparer.Ordinal).ToList();
        foreach (var (key, kept) in distinct.Zip(await _cache.GetAsync(Name, distinct, ct)))
        {
            if (kept is { } vector && vector.Length == Dimensions)
            {
                byKey[key] = vector;
            }
        }

        var missing = sent.Zip(keys).Where(one => !byKey.ContainsKey(one.Second)).DistinctBy(one => one.Second).ToList();
        for (var done = 0; done < missing.Count;)
        {
            // What was embedded before a failure is kept: whoever comes again goes on from there.
            var batch = missing.GetRange(done, Math.Min(_batchSize, missing.Count - done));
            var vectors = await EmbedBatchAsync(batch.ConvertAll(one => one.First), ct);
            var made = batch.Take(vectors.Count).Zip(vectors, (one, vector) => (Key: one.Second, Vector: vector)).ToList();
            await _cache.PutAsync(Name, made, ct);
            made.ForEach(one => byKey[one.Key] = one.Vector);
            done += made.Count;
        }

        return keys.ConvertAll(key => byKey[key]);
    }

    // All of the batch, or its first half when the endpoint refuses as many.
    private async Task<IReadOnlyList<float[]>> EmbedBatchAsync(List<string> texts, CancellationToken ct)
    {
        var answer = await _server.InsistAsync(HttpMethod.Post, "embeddings", Body(texts), ct);
        if (answer.Status is 400 or 413 or 422 && texts.Count > 1)
        {
            var half = texts.GetRange(0, texts.Count / 2);
            var vectors = await EmbedBatchAsync(half, ct);
            if (half.Count < _batchSize)
            {
                _batchSize = half.Count;
                _logger.BatchesSmaller(_server.Name, half.Count);
            }

            return vectors;
        }

        if (!answer.IsSuccess)
        {
            throw _server.Refused("a text", answer, CodeOf(answer));
        }

        return Vectors(answer, texts.Count);
    }

    private RemoteBody Body(List<string> texts) => RemoteBody.Json(json =>
    {
        json.WriteString("model", _options.Model);
        json.Strings("input", texts);
        json.WriteString("encoding_format", "float");
        if (_options.RequestDimensions)
        {
            json.WriteNumber("dimensions", _options.Dimensions);
        }
    });

    private float[][] Vectors(RemoteAnswer answer, int count)
    {
        if (answer.At("data") is not { ValueKind: JsonValueKind.Array } data || data.GetArrayLength() != count)
        {
            throw _server.Nonsense("embeddings");
        }

        var vectors = new float[count][];
        var position = 0;
        foreach (var element in data.EnumerateArray())
        {
            // The index says which text a vector belongs to; some servers leave it out and keep the order.
            var index = RemoteAnswer.At(element, "index") is { ValueKind: JsonValueKind.Number } told ? told.GetInt32() : position;
            position++;
            if (index < 0 || index >= count || vectors[index] is not null || RemoteAnswer.At(element, "embedding") is not { ValueKind: JsonValueKind.Array } numbers)
            {
                throw _server.Nonsense("embeddings");
            }

            vectors[index] = Unit(numbers);
        }

        return vectors;
    }

    private float[] Unit(JsonElement numbers)
    {
        if (numbers.GetArrayLength() != Dimensions)
        {
            throw new SearchUnavailableException(
                $"{_server.Name}: {_options.Model} has {numbers.GetArrayLength()} dimensions, {EmbeddingOptions.Section}:Dimensions says {Dimensions}.");
        }

        var vector = new float[Dimensions];
        var at = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            vector[at++] = number.ValueKind == JsonValueKind.Number && number.TryGetSingle(out var value) ? value : float.NaN;
        }

        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        if (!double.IsFinite(length) || length < 1e-6)
        {
            throw _server.Nonsense("embeddings");
        }

        return Array.ConvertAll(vector, value => (float)(value / length));
    }

    // OpenAI's errors have a code or a type; both are words.
    internal static string? CodeOf(RemoteAnswer answer) =>
        answer.At("error", "code") is { ValueKind: JsonValueKind.String } code ? code.GetString()
        : answer.At("error", "type") is { ValueKind: JsonValueKind.String } type ? type.GetString()
        : null;
}
