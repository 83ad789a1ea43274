using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Search.Remote;

/// <summary>The Elasticsearch (8 or 9) that keeps the keyword index. Without a Url the index is in process.</summary>
public sealed class ElasticsearchOptions : RemoteOptions
{
    public const string Section = "Rag:Elasticsearch";

    /// <summary>A user of Elasticsearch, with Password; only without ApiKey.</summary>
    public string UserName { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The alias that is searched. Indexes behind it are called like it, with a version and a number.</summary>
    [RegularExpression("^[a-z0-9][a-z0-9_-]{0,99}$")]
    public string Alias { get; set; } = "wechat-knowledge";

    /// <summary>Primary shards of an index that is made.</summary>
    [Range(1, 64)]
    public int Shards { get; set; } = 1;

    /// <summary>Copies of each shard of an index that is made. 0 for a single node.</summary>
    [Range(0, 8)]
    public int Replicas { get; set; } = 1;

    /// <summary>Most entries in one request.</summary>
    [Range(1, 10_000)]
    public int BulkEntries { get; set; } = 500;

    /// <summary>Largest request with entries, in bytes. A server takes 100 MB unless told otherwise.</summary>
    [Range(10_000, 100_000_000)]
    public int BulkBytes { get; set; } = 5_000_000;

    /// <summary>Longest question that is searched for, in characters; the rest of a longer one is left out.</summary>
    [Range(16, 1000)]
    public int MaxQuestionCharacters { get; set; } = 200;

    internal override IEnumerable<string> Faults(string section)
    {
        foreach (var fault in base.Faults(section))
        {
            yield return fault;
        }

        if (UserName.Length > 0 != Password.Length > 0)
        {
            yield return $"{section}:UserName and {section}:Password belong together.";
        }

        if (UserName.Length > 0 && (ApiKey.Length > 0 || ApiKeyFile.Length > 0))
        {
            yield return $"{section}:UserName and an API key are both set: keep one.";
        }
    }
}
