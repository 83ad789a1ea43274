using System.Text.Json;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>The check itself: what it lets pass proves something only if it refuses what is wrong.</summary>
public sealed class SpecificationTests
{
    [Theory]
    [InlineData("POST", "/i/_search", """{"query":{"match_all":{}}}""", true)]
    [InlineData("POST", "/i/_search", """{"query":{"range":{"a":{"lte":3}}},"size":3,"_source":false}""", true)]
    [InlineData("POST", "/i/_search", """{"query":{"range":{"a":{"most":3}}}}""", false)]
    [InlineData("POST", "/i/_search", """{"query":{"multi_match":{"query":"a","fields":["a"],"type":"best_fields"}}}""", true)]
    [InlineData("POST", "/i/_search", """{"query":{"multi_match":{"query":"a","fields":["a"],"type":"bestest_fields"}}}""", false)]
    [InlineData("POST", "/i/_search", """{"query":{"multi_match":{"question":"a"}}}""", false)]
    [InlineData("POST", "/i/_search", """{"query":{"bool":{"filters":[]}}}""", false)]
    [InlineData("POST", "/i/_search", """{"query":{"fuzzy_like":{}}}""", false)]
    [InlineData("POST", "/i/_search", """{"limit":3}""", false)]
    [InlineData("POST", "/i/_search", """{"size":"many"}""", false)]
    [InlineData("POST", "/i/_find", """{}""", false)]
    [InlineData("PATCH", "/i/_search", """{}""", false)]
    [InlineData("POST", "/_aliases", """{"actions":[{"add":{"index":"a","alias":"b"}}]}""", true)]
    [InlineData("POST", "/_aliases", """{"actions":[{"add":{"index":"a","name":"b"}}]}""", false)]
    [InlineData("POST", "/_aliases", """{"actions":[{"swap":{"index":"a"}}]}""", false)]
    [InlineData("PUT", "/_index_template/t", """{"index_patterns":["a-*"],"template":{"mappings":{"properties":{"a":{"type":"keyword"}}}}}""", true)]
    [InlineData("PUT", "/_index_template/t", """{"index_patterns":["a-*"],"template":{"mappings":{"properties":{"a":{"type":"keywords"}}}}}""", false)]
    [InlineData("PUT", "/_index_template/t", """{"template":{"settings":{"analysis":{"analyzer":{"a":{"type":"custom","filter":["lowercase"]}}}}}}""", false)]
    public void Requests_to_Elasticsearch_are_told_apart(string method, string path, string body, bool fits)
    {
        var request = new StubRequest(method, path, new Dictionary<string, string>(), null, null, body);

        Specification.Elasticsearch.Faults(request, asked => asked.Replace("/i/", "/{index}/", StringComparison.Ordinal).Replace("template/t", "template/{name}", StringComparison.Ordinal), [request.Body])
            .Any().ShouldBe(!fits);
    }

    [Theory]
    [InlineData("""{"index":{"_id":"1"}}""", true)]
    [InlineData("""{"index":{"id":"1"}}""", false)]
    [InlineData("""{"remove":{"_id":"1"}}""", false)]
    public void Actions_of_bulk_requests_are_told_apart(string line, bool fits) =>
        Specification.Elasticsearch.Faults("_global.bulk.OperationContainer", JsonSerializer.Deserialize<JsonElement>(line)).Any().ShouldBe(!fits);

    [Theory]
    [InlineData("aliases/alter", """{"collectionName":"c","aliasName":"a"}""", true)]
    [InlineData("aliases/alter", """{"collectionName":"c"}""", false)]
    [InlineData("entities/delete", """{"collectionName":"c","filter":"a > 1"}""", true)]
    [InlineData("entities/delete", """{"collectionName":"c","expr":"a > 1"}""", false)]
    [InlineData("entities/query", """{"collectionName":"c","filter":"a > 1","outputFields":"count(*)"}""", false)]
    [InlineData("entities/search", """{"collectionName":"c","annsField":"v","data":[[0.5]],"searchParams":{"metricType":"COSINE","params":{"ef":9}},"consistencyLevel":"Strong"}""", true)]
    [InlineData("entities/search", """{"collectionName":"c","annsField":"v","data":[[0.5]],"searchParams":{"metricType":"ANGLE","params":{"ef":9}}}""", false)]
    [InlineData("entities/search", """{"collectionName":"c","annsField":"v","data":[["a"]],"searchParams":{"params":{"ef":9}}}""", false)]
    public void Requests_to_Milvus_are_told_apart(string operation, string body, bool fits)
    {
        var (path, request) = ($"/v2/vectordb/{operation}", JsonSerializer.Deserialize<JsonElement>(body));

        Specification.Milvus.Faults(Specification.Milvus.Root.GetProperty("paths").GetProperty(path).GetProperty("schema"), MilvusDeviations.AsPublished(path, request))
            .Any().ShouldBe(!fits);
    }

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"m","input":["a"],"encoding_format":"float"}""", true)]
    [InlineData("/v1/embeddings", """{"model":"m","texts":["a"]}""", false)]
    [InlineData("/v1/embeddings", """{"model":"m","input":["a"],"encoding_format":"double"}""", false)]
    [InlineData("/rerank", """{"query":"q","texts":["a"],"raw_scores":true}""", true)]
    [InlineData("/rerank", """{"query":"q","documents":["a"]}""", false)]
    [InlineData("/v1/rerank", """{"model":"m","query":"q","documents":["a"],"top_n":1}""", true)]
    [InlineData("/v1/rerank", """{"query":"q","documents":["a"]}""", false)]
    public void Requests_to_endpoints_are_told_apart(string path, string body, bool fits)
    {
        var request = new StubRequest("POST", path, new Dictionary<string, string>(), null, null, body);

        Specification.Endpoints.Faults(request, asked => asked, [request.Body]).Any().ShouldBe(!fits);
    }
}
