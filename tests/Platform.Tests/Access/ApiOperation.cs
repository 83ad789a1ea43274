using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Platform.Tests.Access;

/// <summary>One operation of a service's API document.</summary>
/// <remarks><paramref name="Access"/> is the rule that the document states; absent when the endpoint names none.</remarks>
internal sealed partial record ApiOperation(string Method, string Path, string? Access)
{
    /// <summary>Stands for every id in a path: well-formed, and nobody's.</summary>
    private const string NobodysId = "00000000-0000-0000-0000-000000000000";

    public string Name => $"{Method} {Path}";

    /// <summary>A path that leads to the endpoint.</summary>
    public string SamplePath => Parameter().Replace(Path, NobodysId);

    public static IReadOnlyList<ApiOperation> Of(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           let access = operation.Value.TryGetProperty("x-access", out var rule) ? rule.GetString() : null
           select new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, access),
    ];

    /// <summary>A route's pattern as the document writes it: without the constraints of its parameters.</summary>
    public static string PathOf(string pattern) => $"/{Constraint().Replace(pattern, "}").TrimStart('/')}";

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@":[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
