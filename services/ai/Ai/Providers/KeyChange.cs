namespace WeChatPlatform.Ai.Providers;

/// <summary>What a request does to the key of a row.</summary>
internal enum KeyChange
{
    /// <summary>The key that is there, or none, stays.</summary>
    Keep,

    /// <summary>There is no key from now on.</summary>
    Remove,

    /// <summary>The key that came is the new one.</summary>
    Replace,

    /// <summary>A masked value that is not this row's, or the key was given for another server: it has to be entered again.</summary>
    EnterAgain,
}

/// <summary>Keys are written, never read: people see a mask, and a mask that comes back means the key behind it.</summary>
internal static class KeyMask
{
    private const string Stars = "****";
    private const int Shown = 4;

    // Of a shorter key four characters would be too large a part.
    private const int LongEnough = 12;

    public static string Of(string key) => key.Length < LongEnough ? Stars : Stars + key[^Shown..];

    /// <summary>A row that points to another server does not take its key there: whoever could change the address would learn it.</summary>
    public static KeyChange Decide(string? given, string? hint, bool isSameServer) => given?.Trim() switch
    {
        "" => KeyChange.Remove,
        null when hint is null => KeyChange.Keep,
        null => isSameServer ? KeyChange.Keep : KeyChange.EnterAgain,
        { } shown when shown == hint => isSameServer ? KeyChange.Keep : KeyChange.EnterAgain,
        { } masked when masked.StartsWith(Stars, StringComparison.Ordinal) => KeyChange.EnterAgain,
        _ => KeyChange.Replace,
    };
}
