using System.Globalization;
using System.Text.Json;
using static WeChatPlatform.Search.Remote.EntryScopeFields;

namespace WeChatPlatform.Search.Remote;

/// <summary>The bodies that Elasticsearch is sent.</summary>
internal static class ElasticsearchRequests
{
    /// <summary>Goes up when mappings or analyzers change: an index of another version has to be made anew.</summary>
    public const int Version = 1;

    private const string IndexAnalyzer = "knowledge_index";
    private const string SearchAnalyzer = "knowledge_search";

    public static RemoteBody Template(ElasticsearchOptions options) => RemoteBody.Json(json =>
    {
        json.Strings("index_patterns", [$"{options.Alias}-v{Version.ToString(CultureInfo.InvariantCulture)}-*"]);

        // Above the templates that come with Elasticsearch, which have 100 and less.
        json.WriteNumber("priority", 500);
        json.WriteNumber("version", Version);
        json.Object("template", template =>
        {
            template.Object("settings", settings => Settings(settings, options));
            template.Object("mappings", Mappings);
        });
    });

    public static RemoteBody Create(string? alias) => RemoteBody.Json(json =>
    {
        if (alias is not null)
        {
            json.Object("aliases", aliases => aliases.Object(alias, one => one.WriteBoolean("is_write_index", true)));
        }
    });

    public static RemoteBody Switch(string alias, string from, string to) => RemoteBody.Json(json => json.List("actions", actions =>
    {
        actions.Object(action => action.Object("remove", remove => Alias(remove, from, alias)));
        actions.Object(action => action.Object("add", add =>
        {
            Alias(add, to, alias);
            add.WriteBoolean("is_write_index", true);
        }));
    }));

    /// <summary>Everything that counts: an index holds nothing but entries.</summary>
    public static RemoteBody Count() => RemoteBody.Json(json => json.Object("query", query => query.Object("match_all", _ => { })));

    public static RemoteBody Search(string question, SearchFilter filter, int limit) => RemoteBody.Json(json =>
    {
        json.WriteNumber("size", limit);
        json.WriteBoolean("_source", false);
        json.WriteBoolean("track_total_hits", false);
        json.Object("query", query => query.Object("bool", parts =>
        {
            parts.List("must", must => must.Object(one => one.Object("multi_match", match =>
            {
                match.WriteString("query", question);
                match.Strings("fields", ["title^2", "questions^2", "text"]);
                match.WriteString("type", "best_fields");

                // The best field decides; what the others say breaks ties among entries that the question hits as well.
                match.WriteNumber("tie_breaker", 0.3);
                match.WriteString("operator", "or");
            })));
            parts.List("filter", clauses => Filter(clauses, filter));
        }));
    });

    public static byte[] Index(string? index, Guid id) => RemoteBody.Bytes(json => json.Object("index", action => Target(action, index, id)));

    public static byte[] Delete(string? index, Guid id) => RemoteBody.Bytes(json => json.Object("delete", action => Target(action, index, id)));

    /// <summary>Texts in the one spelling that the in-process index compares as well; Elasticsearch only cuts them.</summary>
    public static byte[] Document(IndexEntry entry) => RemoteBody.Bytes(json =>
    {
        json.WriteString("title", ChineseText.Normalize(entry.Title));
        json.WriteString("text", ChineseText.Normalize(entry.Text));
        json.Strings("questions", entry.Questions.Select(ChineseText.Normalize));
        json.WriteString("kind", entry.Kind == EntryKind.Faq ? "faq" : "passage");
        json.WriteString("chunk_id", entry.ChunkId.ToString("N", CultureInfo.InvariantCulture));
        json.WriteString(Collection, CollectionOf(entry.Scope.CollectionId));
        json.WriteNumber(FromRelease, entry.Scope.FromRelease);
        json.WriteNumber(UntilRelease, UntilReleaseOf(entry.Scope));
        json.WriteNumber(ValidFrom, ValidFromOf(entry.Scope));
        json.WriteNumber(ValidUntil, ValidUntilOf(entry.Scope));
        json.Strings(Products, Marks(entry.Scope.Products));
        json.Strings(Audiences, Marks(entry.Scope.Audiences));
    });

    private static void Alias(Utf8JsonWriter json, string index, string alias)
    {
        json.WriteString("index", index);
        json.WriteString("alias", alias);
    }

    private static void Target(Utf8JsonWriter json, string? index, Guid id)
    {
        if (index is not null)
        {
            json.WriteString("_index", index);
        }

        json.WriteString("_id", id.ToString("N", CultureInfo.InvariantCulture));
    }

    private static void Filter(Utf8JsonWriter json, SearchFilter filter)
    {
        Range(json, FromRelease, "lte", filter.Release);
        Range(json, UntilRelease, "gt", filter.Release);
        Range(json, ValidFrom, "lte", filter.Today.DayNumber);
        Range(json, ValidUntil, "gte", filter.Today.DayNumber);
        if (filter.Collections.Count > 0)
        {
            Terms(json, Collection, filter.Collections.Select(CollectionOf));
        }

        if (filter.Product is { } product)
        {
            Terms(json, Products, [Everybody, Mark(product)]);
        }

        if (filter.Audience is { } audience)
        {
            Terms(json, Audiences, [Everybody, Mark(audience)]);
        }
    }

    private static void Range(Utf8JsonWriter json, string field, string comparison, long value) =>
        json.Object(clause => clause.Object("range", range => range.Object(field, bounds => bounds.WriteNumber(comparison, value))));

    private static void Terms(Utf8JsonWriter json, string field, IEnumerable<string> values) =>
        json.Object(clause => clause.Object("terms", terms => terms.Strings(field, values)));

    private static void Settings(Utf8JsonWriter json, ElasticsearchOptions options)
    {
        json.WriteNumber("number_of_shards", options.Shards);
        json.WriteNumber("number_of_replicas", options.Replicas);
        json.Object("analysis", analysis =>
        {
            analysis.Object("filter", filter =>
            {
                filter.Object("knowledge_pairs", pairs => pairs.WriteString("type", "cjk_bigram"));
                filter.Object("knowledge_pairs_and_singles", pairs =>
                {
                    pairs.WriteString("type", "cjk_bigram");
                    pairs.WriteBoolean("output_unigrams", true);
                });
            });

            // Pairs of characters find words without a dictionary. Single ones are kept in the index alone: a question of one
            // character hits, and a longer one is not drowned by the characters that its words share with everything.
            analysis.Object("analyzer", analyzer =>
            {
                analyzer.Object(IndexAnalyzer, custom => Analyzer(custom, "knowledge_pairs_and_singles"));
                analyzer.Object(SearchAnalyzer, custom => Analyzer(custom, "knowledge_pairs"));
            });
        });
    }

    private static void Analyzer(Utf8JsonWriter json, string bigrams)
    {
        json.WriteString("type", "custom");
        json.WriteString("tokenizer", "standard");
        json.Strings("filter", ["cjk_width", "lowercase", bigrams]);
    }

    private static void Mappings(Utf8JsonWriter json)
    {
        // A field that nobody described would be a mistake of ours, and one more that every change pays for.
        json.WriteString("dynamic", "strict");
        json.Object("properties", properties =>
        {
            foreach (var text in (string[])["title", "text", "questions"])
            {
                properties.Object(text, field =>
                {
                    field.WriteString("type", "text");
                    field.WriteString("analyzer", IndexAnalyzer);
                    field.WriteString("search_analyzer", SearchAnalyzer);
                });
            }

            foreach (var word in (string[])["kind", "chunk_id", Collection, Products, Audiences])
            {
                properties.Object(word, field => field.WriteString("type", "keyword"));
            }

            foreach (var number in (string[])[FromRelease, UntilRelease])
            {
                properties.Object(number, field => field.WriteString("type", "long"));
            }

            foreach (var number in (string[])[ValidFrom, ValidUntil])
            {
                properties.Object(number, field => field.WriteString("type", "integer"));
            }
        });
    }
}
