using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Platform.Tests.Access;

/// <summary>One operation of a service's API document.</summary>
/// <remarks>
/// <paramref name="Access"/> is the rule that the document states; absent when the endpoint names none. <paramref name="SamplePath"/> is a
/// path that leads to the endpoint.
/// </remarks>
internal sealed partial record ApiOperation(string Method, string Path, string? Access, string SamplePath)
{
    /// <summary>Stands for every id in a path: well-formed, and nobody's.</summary>
    private const string NobodysId = "00000000-0000-0000-0000-000000000000";

    private const string NobodysNumber = "0";

    public string Name => $"{Method} {Path}";

    public static IReadOnlyList<ApiOperation> Of(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           let access = operation.Value.TryGetProperty("x-access", out var rule) ? rule.GetString() : null
           let numbers = Numbers(operation.Value)
           select new ApiOperation(
               operation.Name.ToUpperInvariant(),
               path.Name,
               access,
               Parameter().Replace(path.Name, name => numbers.Contains(name.Value.Trim('{', '}')) ? NobodysNumber : NobodysId)),
    ];

    /// <summary>A route's pattern as the document writes it: without the constraints of its parameters.</summary>
    public static string PathOf(string pattern) => $"/{Constraint().Replace(pattern, "}").TrimStart('/')}";

    private static HashSet<string> Numbers(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray()
                .Where(parameter => parameter.GetProperty("schema").TryGetProperty("format", out var format) && format.GetString() is "int32" or "int64")
                .Select(parameter => parameter.GetProperty("name").GetString()!)
                .ToHashSet(StringComparer.Ordinal)
            : [];

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@":[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
