using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Hosting;

/// <summary>Which words a member of a request's body may be, when it is one of a fixed set.</summary>
internal static partial class AllowedWords
{
    /// <param name="path">Where the body could not be read, as the reader says it: <c>$.prices[0].unit</c>.</param>
    /// <param name="body">What the endpoint wanted to read.</param>
    /// <param name="json">How it is read.</param>
    /// <returns>The words as they stand in JSON; empty when any value of its kind is allowed there, or the path leads nowhere.</returns>
    public static IReadOnlyList<string> At(string path, Type body, JsonSerializerOptions json)
    {
        Type? at = body;
        foreach (var step in Steps().Matches(path).Select(found => found.Value))
        {
            var info = json.GetTypeInfo(at);
            at = info.Kind is JsonTypeInfoKind.Object
                ? info.Properties.FirstOrDefault(member => IsNamed(member, step))?.PropertyType
                : info.ElementType;
            if (at is null)
            {
                return [];
            }
        }

        at = Nullable.GetUnderlyingType(at) ?? at;
        return at.IsEnum
            ? [.. Enum.GetValues(at).Cast<object>()
                .Select(value => JsonSerializer.SerializeToElement(value, at, json))
                .Where(word => word.ValueKind is JsonValueKind.String)
                .Select(word => word.GetString()!)]
            : [];
    }

    // Names that hold dots and the like stand as ['a.b'].
    private static bool IsNamed(JsonPropertyInfo member, ReadOnlySpan<char> step) =>
        step is ['.', .. var plain] ? plain.Equals(member.Name, StringComparison.OrdinalIgnoreCase)
        : step is ['[', '\'', .. var quoted, '\'', ']'] && quoted.Equals(member.Name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\.[^.\[]+|\['.*?'\]|\[\d+\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Steps();
}
