using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// The Milvus (2.4 and later) that keeps the vectors. Without a Url they are in process. ApiKey is the token: a key, or a name and
/// a password with a colon between them.
/// </summary>
public sealed class MilvusOptions : RemoteOptions
{
    public const string Section = "Rag:Milvus";

    /// <summary>Empty: the default database.</summary>
    public string Database { get; set; } = "";

    /// <summary>What collections are called, and the alias of the one in force. Behind it comes what tells models apart.</summary>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
    public string Collection { get; set; } = "wechat_knowledge";

    /// <summary>HNSW: most connections of a node. More find more and take more memory.</summary>
    [Range(2, 2048)]
    public int M { get; set; } = 32;

    /// <summary>HNSW: candidates looked at for each connection while the index is built.</summary>
    [Range(1, 4096)]
    public int EfConstruction { get; set; } = 256;

    /// <summary>HNSW: candidates looked at in a search; at least as many as hits are asked for.</summary>
    [Range(1, 16_384)]
    public int Ef { get; set; } = 128;

    /// <summary>
    /// What a search waits for: Bounded answers at once, and a change waits until it is seen; Strong makes each search wait for all
    /// changes, some 200 ms. With several replicas of the collection in memory only Strong sees every change at once.
    /// </summary>
    [RegularExpression("^(Bounded|Strong)$")]
    public string Consistency { get; set; } = "Bounded";

    /// <summary>Longest that a change waits until searches see it, in seconds.</summary>
    [Range(1, 600)]
    public double VisibilitySeconds { get; set; } = 30;

    /// <summary>Most entries in one request. A request may have 64 MB.</summary>
    [Range(1, 1000)]
    public int BatchEntries { get; set; } = 200;
}
