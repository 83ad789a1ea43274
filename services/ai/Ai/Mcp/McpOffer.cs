using System.Text.Json;

namespace WeChatPlatform.Ai.Mcp;

/// <summary>What MCP clients may ask: each a read of one service, with the rights of whoever asks.</summary>
/// <remarks><paramref name="Path"/> makes the request's path of arguments that fit <paramref name="Schema"/>.</remarks>
internal sealed record McpOffer(
    string Name,
    string Description,
    JsonElement Schema,
    string Service,
    Func<IReadOnlyDictionary<string, JsonElement>, string> Path)
{
    public static IReadOnlyList<McpOffer> All { get; } =
    [
        new(
            "search_knowledge",
            "搜索知识库，返回最相关的条目及分数 / Search the knowledge base: the entries that fit best, with scores.",
            Parse("""
                {"type": "object", "properties": {
                  "question": {"type": "string", "minLength": 1, "maxLength": 500},
                  "limit": {"type": "integer", "minimum": 1, "maximum": 20}},
                 "required": ["question"], "additionalProperties": false}
                """),
            "rag",
            arguments => Query("/api/v1/knowledge/search", arguments, ("question", "q"), ("limit", "limit"))),
        new(
            "find_customers",
            "按编号开头或名称查找客户，分页 / Find customers by the start of their code or a part of their name, page by page.",
            Parse("""
                {"type": "object", "properties": {
                  "query": {"type": "string", "maxLength": 100},
                  "after": {"type": "integer", "minimum": 1},
                  "limit": {"type": "integer", "minimum": 1, "maximum": 50}},
                 "additionalProperties": false}
                """),
            "customer",
            arguments => Query("/api/v1/customers", arguments, ("query", "q"), ("after", "after"), ("limit", "limit"))),
        new(
            "get_customer",
            "按 id 读取一个客户及其联系人 / One customer by id, with its contacts.",
            Parse("""
                {"type": "object", "properties": {"id": {"type": "string", "minLength": 36, "maxLength": 36}},
                 "required": ["id"], "additionalProperties": false}
                """),
            "customer",
            arguments => $"/api/v1/customers/{Uri.EscapeDataString(arguments["id"].GetString()!)}"),
        new(
            "find_orders",
            "查询订单：按联系人、订单号或物流单号，分页 / Orders by contact, order number or parcel number, page by page.",
            Parse("""
                {"type": "object", "properties": {
                  "contact": {"type": "string", "maxLength": 200},
                  "number": {"type": "string", "maxLength": 64},
                  "after": {"type": "string", "maxLength": 64},
                  "limit": {"type": "integer", "minimum": 1, "maximum": 50}},
                 "additionalProperties": false}
                """),
            "erp-sync",
            arguments => Query(
                "/api/v1/erp/orders", arguments, ("contact", "contact"), ("number", "number"), ("after", "after"), ("limit", "limit"))),
    ];

    private static string Query(
        string path, IReadOnlyDictionary<string, JsonElement> arguments, params IReadOnlyList<(string Argument, string Parameter)> parameters)
    {
        var given = parameters
            .Where(parameter => arguments.ContainsKey(parameter.Argument))
            .Select(parameter => $"{parameter.Parameter}={Uri.EscapeDataString(arguments[parameter.Argument].ToString())}")
            .ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
