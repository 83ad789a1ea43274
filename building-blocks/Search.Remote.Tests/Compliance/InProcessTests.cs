namespace WeChatPlatform.Search.Remote.Tests;

public sealed class MemoryKeywordIndexTests : KeywordIndexCompliance
{
    protected override Task<IKeywordIndex> EmptyIndexAsync() => Task.FromResult<IKeywordIndex>(new MemoryKeywordIndex());
}

public sealed class MemoryVectorIndexTests : VectorIndexCompliance
{
    protected override Task<IVectorIndex> EmptyIndexAsync() => Task.FromResult<IVectorIndex>(new MemoryVectorIndex(Dimensions));
}
