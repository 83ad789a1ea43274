namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>The adapter to Elasticsearch, before a server that behaves as documented and refuses what the specification does not have.</summary>
public sealed class ElasticsearchStubComplianceTests : KeywordIndexCompliance
{
    private readonly ElasticsearchStub _server = new();

    protected override async Task<IKeywordIndex> EmptyIndexAsync()
    {
        await _server.StartAsync();
        return RemoteKit.Keyword(_server, options => options.BulkEntries = 100);
    }

    public override async ValueTask DisposeAsync()
    {
        _server.SpecificationFaults.ShouldBeEmpty();
        await _server.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <inheritdoc cref="ElasticsearchStubComplianceTests"/>
public sealed class MilvusStubComplianceTests : VectorIndexCompliance
{
    private readonly MilvusStub _server = new();

    protected override async Task<IVectorIndex> EmptyIndexAsync()
    {
        await _server.StartAsync();
        return RemoteKit.Vector(_server, Dimensions, options => options.BatchEntries = 64);
    }

    public override async ValueTask DisposeAsync()
    {
        _server.SpecificationFaults.ShouldBeEmpty();
        await _server.DisposeAsync();
        await base.DisposeAsync();
    }
}
