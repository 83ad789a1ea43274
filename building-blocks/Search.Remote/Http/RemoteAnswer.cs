using System.Text.Json;

namespace WeChatPlatform.Search.Remote;

/// <summary>A status and the JSON that came with it; undefined when what came was no JSON.</summary>
internal readonly record struct RemoteAnswer(int Status, JsonElement Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A member, by a path of names; absent when any of them is missing.</summary>
    public JsonElement? At(params ReadOnlySpan<string> path) => At(Body, path);

    public static JsonElement? At(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Undefined ? null : element;
    }
}
