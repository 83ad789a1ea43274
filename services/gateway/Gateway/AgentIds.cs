using System.Text.RegularExpressions;

namespace WeChatPlatform.Gateway;

/// <summary>What an agent may be called: it stands in addresses, so it is a plain word, and not the word of a route.</summary>
internal static partial class AgentIds
{
    public const string Pattern = "^(?!keys$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
    public const int MaxLength = 64;

    public static bool IsValid(string? id) => id is not null && id.Length <= MaxLength && Plain().IsMatch(id);

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();
}
