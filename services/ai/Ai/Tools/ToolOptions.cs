using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Tools;

/// <summary>What a model may ask for while it words an answer.</summary>
internal sealed class ToolOptions
{
    public const string Section = "Ai:Tools";

    /// <summary>The look-ups that are offered. Empty offers none.</summary>
    public IList<string> Allowed { get; set; } = [.. ErpTools.Names];

    /// <summary>Most rounds of calls for one answer. 0 offers nothing at all.</summary>
    [Range(0, 10)]
    public int MaxRounds { get; set; } = 3;

    /// <summary>Most calls for one answer; refused ones count.</summary>
    [Range(1, 50)]
    public int MaxCalls { get; set; } = 6;

    /// <summary>Longest that one call may take, in seconds.</summary>
    [Range(0.05, 60)]
    public double TimeoutSeconds { get; set; } = 3;

    /// <summary>Most facts of one call that the model is told.</summary>
    [Range(1, 50)]
    public int MaxFacts { get; set; } = 8;

    /// <summary>Most characters of one call's facts together.</summary>
    [Range(200, 20_000)]
    public int MaxResultCharacters { get; set; } = 2_000;

    /// <summary>Servers that speak the Model Context Protocol (streamable HTTP), each with the tools that are taken from it.</summary>
    public IList<McpServerEntry> Servers { get; set; } = [];

    /// <summary>Whether MCP clients with a viewer's token may ask this service for knowledge, customers and orders.</summary>
    public bool ServeMcp { get; set; } = true;

    /// <summary>How often an MCP server is asked anew what it offers, in seconds.</summary>
    [Range(1, 86_400)]
    public double ServerRefreshSeconds { get; set; } = 300;

    /// <summary>How long after a failure an MCP server is tried again, in seconds.</summary>
    [Range(0.1, 3_600)]
    public double ServerRetrySeconds { get; set; } = 30;

    /// <summary>Most bytes of one answer of an MCP server.</summary>
    [Range(1_024, 104_857_600)]
    public int MaxServerBytes { get; set; } = 262_144;
}

/// <summary>One MCP server. An entry without name and address is none.</summary>
internal sealed class McpServerEntry
{
    /// <summary>Small letters, digits and hyphens; the names of its tools begin with it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its address: http or https.</summary>
    public string Url { get; set; } = "";

    /// <summary>Sent as a bearer token. This or a file, not both.</summary>
    public string? Token { get; set; }

    public string? TokenFile { get; set; }

    /// <summary>
    /// Whether an answer may rest on what it says, as on evidence. Without it the model may read it, and nothing of it can be promised.
    /// </summary>
    public bool IsEvidence { get; set; }

    /// <summary>The tools that are taken; what else the server offers is not seen.</summary>
    public IList<McpToolEntry> Tools { get; set; } = [];

    internal bool IsGiven => Name.Length > 0 || Url.Length > 0;
}

/// <summary>One tool of an MCP server.</summary>
internal sealed class McpToolEntry
{
    public string Name { get; set; } = "";

    /// <summary>What the model is told of it; absent takes the server's own words.</summary>
    public string? Description { get; set; }

    /// <summary>Take it even when the server does not say that it only reads.</summary>
    public bool MayWrite { get; set; }
}

[OptionsValidator]
internal sealed partial class ToolOptionsValidator : IValidateOptions<ToolOptions>;

/// <summary>Names that exist, and servers that can be asked.</summary>
internal sealed partial class ToolNamesValidator : IValidateOptions<ToolOptions>
{
    public ValidateOptionsResult Validate(string? name, ToolOptions options)
    {
        List<string> faults =
        [
            .. options.Allowed.Except(ErpTools.Names, StringComparer.Ordinal)
                .Select(unknown => $"{ToolOptions.Section}:Allowed: there is no '{unknown}', only {string.Join(", ", ErpTools.Names)}."),
        ];
        var given = options.Servers.Where(server => server.IsGiven).ToList();
        faults.AddRange(given.SelectMany(Faults));
        faults.AddRange(given.GroupBy(server => server.Name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"{ToolOptions.Section}:Servers: the name '{group.Key}' is given twice."));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(McpServerEntry server)
    {
        if (!ServerName().IsMatch(server.Name))
        {
            yield return $"{ToolOptions.Section}:Servers: the name '{server.Name}' is not made of 1 to 20 small letters, digits and hyphens.";
        }

        if (!Uri.TryCreate(server.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            yield return $"{ToolOptions.Section}:Servers: '{server.Name}' has no address such as https://tools.example.com/mcp.";
        }

        if (!string.IsNullOrEmpty(server.Token) && !string.IsNullOrEmpty(server.TokenFile))
        {
            yield return $"{ToolOptions.Section}:Servers: '{server.Name}' has a token and a file, give one.";
        }

        if (!string.IsNullOrEmpty(server.TokenFile) && !File.Exists(server.TokenFile))
        {
            yield return $"{ToolOptions.Section}:Servers: the token's file of '{server.Name}' does not exist.";
        }

        if (server.Tools.All(tool => tool.Name.Length == 0))
        {
            yield return $"{ToolOptions.Section}:Servers: '{server.Name}' lists no tools, so nothing would be taken from it.";
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,19}\z", RegexOptions.None, 1000)]
    private static partial Regex ServerName();
}
