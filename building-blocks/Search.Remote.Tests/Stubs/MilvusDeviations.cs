using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>
/// Where Milvus's published schemas say something else than its published examples and the server's own request types, a request is
/// put into the words of the schema before it is checked: these places are listed here, and nothing else is let pass.
/// </summary>
internal static class MilvusDeviations
{
    public static JsonElement AsPublished(string path, JsonElement body)
    {
        var request = JsonNode.Parse(body.GetRawText())!.AsObject();
        switch (path)
        {
            case "/v2/vectordb/collections/create":
                // Booleans are "string" in the schema, and true or false in the examples.
                Flag(request["schema"]!.AsObject(), "autoID");
                Flag(request["schema"]!.AsObject(), "enableDynamicField");

                // Types are DataType.FLOAT_VECTOR in the schema, and FloatVector in the examples.
                foreach (var field in request["schema"]!["fields"]!.AsArray())
                {
                    Type(field!.AsObject(), "dataType");
                    Type(field!.AsObject(), "elementDataType");
                }

                break;

            case "/v2/vectordb/entities/search":
                // A list of numbers in the schema, a list of such lists in the examples.
                request["data"] = request["data"]![0]!.DeepClone();

                // Which parameters an index takes, the schema leaves to the page of the index: HNSW takes ef.
                request["searchParams"]!["params"]!.AsObject().Remove("ef");
                break;

            case "/v2/vectordb/entities/upsert":
                // "An entity object or an array of entity objects" in words, of which the schema describes neither.
                request["data"] = request["data"]!.AsArray().All(row => row is JsonObject) ? new JsonObject() : null;
                break;
        }

        return JsonSerializer.SerializeToElement(request);
    }

    private static void Flag(JsonObject schema, string name) => schema[name] = schema[name]!.GetValue<bool>() ? "true" : "false";

    private static void Type(JsonObject field, string name)
    {
        if (field[name] is { } type)
        {
            field[name] = "DataType." + type.GetValue<string>() switch
            {
                "VarChar" => "VARCHAR",
                "FloatVector" => "FLOAT_VECTOR",
                "Int64" => "INT64",
                "Array" => "ARRAY",
                var other => other,
            };
        }
    }
}
