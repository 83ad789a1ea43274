namespace WeChatPlatform.Ai.Prompts.Leaks;

/// <summary>
/// A text as units that survive another layout: each CJK character, each word of letters or digits. Case, width, spaces, line
/// breaks and marks do not count.
/// </summary>
internal static class TextUnits
{
    /// <summary>One unit: a hash of what it says, and where it stands.</summary>
    public readonly record struct Unit(ulong Hash, int Start, int End, bool IsCjk);

    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static List<Unit> Of(string text)
    {
        List<Unit> units = new(text.Length);
        var (start, hash) = (-1, Basis);
        for (var index = 0; index < text.Length; index++)
        {
            var character = Folded(text[index]);
            if (char.IsAsciiLetterOrDigit(character))
            {
                start = start < 0 ? index : start;
                hash = (hash ^ character) * Prime;
                continue;
            }

            EndWord(index);
            if (char.IsLetter(character) || char.IsSurrogate(character))
            {
                units.Add(new Unit((Basis ^ character) * Prime, index, index + 1, IsCjk: true));
            }
        }

        EndWord(text.Length);
        return units;

        void EndWord(int end)
        {
            if (start >= 0)
            {
                units.Add(new Unit(hash, start, end, IsCjk: false));
                (start, hash) = (-1, Basis);
            }
        }
    }

    // Full-width letters and digits stand 0xFEE0 above the plain ones.
    private static char Folded(char character) =>
        char.ToLowerInvariant(character is >= '！' and <= '～' ? (char)(character - 0xFEE0) : character);
}
