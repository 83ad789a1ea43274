namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>
/// The same on a real Elasticsearch: TEST_ELASTICSEARCH is its address, with a name and a password before the host if it wants them;
/// TEST_ELASTICSEARCH_KEY its API key, TEST_ELASTICSEARCH_CA the file of its authority.
/// </summary>
public sealed class RealElasticsearchTests : KeywordIndexCompliance
{
    private readonly string _alias = $"test-{Guid.CreateVersion7():N}";
    private RemoteSearch? _search;

    protected override Task<IKeywordIndex> EmptyIndexAsync()
    {
        var (address, user, password) = RealServer.Named("TEST_ELASTICSEARCH");
        _search = RemoteKit.Search(
            null,
            TimeProvider.System,
            ("Rag:Elasticsearch:Url", address),
            ("Rag:Elasticsearch:UserName", user),
            ("Rag:Elasticsearch:Password", password),
            ("Rag:Elasticsearch:ApiKey", RealServer.Variable("TEST_ELASTICSEARCH_KEY")),
            ("Rag:Elasticsearch:CaFile", RealServer.Variable("TEST_ELASTICSEARCH_CA")),
            ("Rag:Elasticsearch:Alias", _alias),
            ("Rag:Elasticsearch:Replicas", "0"));
        return Task.FromResult<IKeywordIndex>(_search.KeywordIndex()!);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_search?.KeywordIndex() is { } index)
        {
            await index.RemoveAsync(CancellationToken.None);
        }

        await base.DisposeAsync();
    }
}

/// <summary>The same on a real Milvus: TEST_MILVUS is its address, with a name and a password before the host if it wants them.</summary>
public sealed class RealMilvusTests : VectorIndexCompliance
{
    private MilvusVectorIndex? _index;

    protected override Task<IVectorIndex> EmptyIndexAsync()
    {
        var (address, user, password) = RealServer.Named("TEST_MILVUS");
        _index = RemoteKit.Search(
            null,
            TimeProvider.System,
            ("Rag:Milvus:Url", address),
            ("Rag:Milvus:ApiKey", user.Length > 0 ? $"{user}:{password}" : ""),
            ("Rag:Milvus:Collection", $"test_{Guid.CreateVersion7():N}")).VectorIndex(RemoteKit.Model("compliance", Dimensions))!;
        return Task.FromResult<IVectorIndex>(_index);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_index is not null)
        {
            await _index.ClearAsync(CancellationToken.None);
        }

        await base.DisposeAsync();
    }
}

internal static class RealServer
{
    public static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    /// <summary>Skips the test when no server is named.</summary>
    public static (string Address, string User, string Password) Named(string variable)
    {
        if (Variable(variable) is not { Length: > 0 } named)
        {
            Assert.Skip($"{variable} names no server.");
            return default;
        }

        var url = new UriBuilder(named);
        var (user, password) = (Uri.UnescapeDataString(url.UserName), Uri.UnescapeDataString(url.Password));
        (url.UserName, url.Password) = ("", "");
        return (url.Uri.ToString(), user, password);
    }
}
