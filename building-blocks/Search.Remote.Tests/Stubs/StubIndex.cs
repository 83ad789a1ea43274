using System.Text.Json;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>One index: documents that searches see, changes that wait for a refresh, and the queries that are used.</summary>
internal sealed class StubIndex(JsonElement? mappings)
{
    private readonly Dictionary<string, JsonElement> _searchable = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, string Field), List<string>> _terms = [];
    private readonly Dictionary<(string Field, string Term), int> _holders = [];

    public HashSet<string> Aliases { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, JsonElement?> Changes { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, JsonElement> Searchable => _searchable;

    public void Refresh()
    {
        foreach (var (id, document) in Changes)
        {
            if (document is { } given)
            {
                _searchable[id] = given;
            }
            else
            {
                _searchable.Remove(id);
            }
        }

        Changes.Clear();
        _terms.Clear();
        _holders.Clear();
    }

    /// <summary>A member that the mapping does not have; with dynamic strict it is refused.</summary>
    public string? Unknown(JsonElement document) =>
        mappings is { } known && known.GetProperty("dynamic").GetString() == "strict"
            ? document.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.GetProperty("properties").TryGetProperty(name, out _))
            : null;

    /// <summary>Absent when the document does not match; a filter has no part in the score.</summary>
    public double? Score(JsonElement query, string id)
    {
        var (kind, document) = (query.EnumerateObject().Single(), _searchable[id]);
        return kind.Name switch
        {
            "match_all" => 1,
            "bool" => Bool(kind.Value, id),
            "multi_match" => MultiMatch(kind.Value, id),
            "range" => Range(kind.Value.EnumerateObject().Single(), document) ? 1 : null,
            "terms" => Terms(kind.Value.EnumerateObject().Single(), document) ? 1 : null,
            _ => throw new NotSupportedException(kind.Name),
        };
    }

    private double? Bool(JsonElement parts, string id)
    {
        var score = 0.0;
        foreach (var part in parts.EnumerateObject())
        {
            foreach (var clause in part.Value.EnumerateArray())
            {
                if (Score(clause, id) is not { } matched)
                {
                    return null;
                }

                score += part.Name == "must" ? matched : 0;
            }
        }

        return score;
    }

    private double? MultiMatch(JsonElement query, string id)
    {
        var scores = query.GetProperty("fields").EnumerateArray()
            .Select(field => field.GetString()!.Split('^'))
            .Select(field => Field(field[0], query.GetProperty("query").GetString()!, id) * (field.Length > 1 ? double.Parse(field[1], System.Globalization.CultureInfo.InvariantCulture) : 1))
            .ToList();
        var best = scores.Max();
        return best > 0 ? best + (query.GetProperty("tie_breaker").GetDouble() * (scores.Sum() - best)) : null;
    }

    private double Field(string field, string question, string id)
    {
        var terms = TermsOf(id, field);
        return StubText.Terms(question, singles: false).Distinct().Sum(term =>
        {
            var (count, holders) = (terms.Count(one => one == term), Holders(field, term));
            return count == 0 ? 0 : Math.Log(1 + ((_searchable.Count - holders + 0.5) / (holders + 0.5))) * count / (count + 1.2 + (0.02 * terms.Count));
        });
    }

    private int Holders(string field, string term)
    {
        if (!_holders.TryGetValue((field, term), out var holders))
        {
            _holders[(field, term)] = holders = _searchable.Keys.Count(id => TermsOf(id, field).Contains(term));
        }

        return holders;
    }

    private List<string> TermsOf(string id, string field)
    {
        if (!_terms.TryGetValue((id, field), out var terms))
        {
            _terms[(id, field)] = terms = [.. Words(_searchable[id], field).SelectMany(text => StubText.Terms(text, singles: true))];
        }

        return terms;
    }

    private static bool Range(JsonProperty range, JsonElement document)
    {
        var value = document.GetProperty(range.Name).GetInt64();
        return range.Value.EnumerateObject().All(bound => bound.Name switch
        {
            "lte" => value <= bound.Value.GetInt64(),
            "gte" => value >= bound.Value.GetInt64(),
            "gt" => value > bound.Value.GetInt64(),
            "lt" => value < bound.Value.GetInt64(),
            _ => throw new NotSupportedException(bound.Name),
        });
    }

    private static bool Terms(JsonProperty terms, JsonElement document) =>
        Words(document, terms.Name).Intersect(terms.Value.EnumerateArray().Select(term => term.GetString()!), StringComparer.Ordinal).Any();

    private static IEnumerable<string> Words(JsonElement document, string field) => document.GetProperty(field) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(element => element.GetString()!),
        var text => [text.GetString()!],
    };
}
