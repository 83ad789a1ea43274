using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>
/// Finds a text's encoding: its mark, strict UTF-8, the shape of UTF-16 and UTF-32, and of the Chinese encodings the one whose
/// reading has the most common characters. What a page says of itself counts a little: pages are mistaken.
/// </summary>
internal static partial class TextDecoding
{
    // What is read wrongly is rare characters; a text of some length has half of common ones. Of a few words little can be said.
    private const double LeastCommon = 0.25;
    private const int FewCharacters = 30;
    private const double Declared = 0.05;

    static TextDecoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding? Named(string name)
    {
        try
        {
            // gb2312 and gbk are smaller than what people write under these names.
            return name.Trim().ToLowerInvariant() is "gb2312" or "gbk" or "gb_2312-80" or "x-gbk" or "hz-gb-2312" or "cp936"
                ? Encoding.GetEncoding("gb18030")
                : Encoding.GetEncoding(name.Trim());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Absent when the bytes are no text, or text in an encoding that is not known.</summary>
    public static DecodedText? Decode(byte[] content)
    {
        var decoded = ByMark(content) ?? Strict(content, new UTF8Encoding(false, true)) ?? ByShape(content) ?? ByCharacters(content);
        return decoded is not null && IsText(decoded.Text) ? decoded : null;
    }

    private static DecodedText? ByMark(byte[] content)
    {
        var start = content.AsSpan();
        return start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? Lenient(content, Encoding.UTF8, 3)
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) ? Lenient(content, Encoding.UTF32, 4)
            : start.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]) ? Lenient(content, new UTF32Encoding(true, false), 4)
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Lenient(content, Encoding.Unicode, 2)
            : start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Lenient(content, Encoding.BigEndianUnicode, 2)
            : null;
    }

    private static DecodedText? Lenient(byte[] content, Encoding encoding, int skip) =>
        new(encoding.GetString(content, skip, content.Length - skip), encoding.WebName);

    private static DecodedText? Strict(byte[] content, Encoding encoding)
    {
        try
        {
            var text = encoding.GetString(content);
            return text.Contains('\0', StringComparison.Ordinal) ? null : new DecodedText(text, encoding.WebName);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static DecodedText? ByShape(byte[] content)
    {
        IEnumerable<Encoding> candidates =
        [
            .. content.Length % 4 == 0 ? [new UTF32Encoding(false, false, true), new UTF32Encoding(true, false, true)] : Array.Empty<Encoding>(),
            .. content.Length % 2 == 0 ? [new UnicodeEncoding(false, false, true), new UnicodeEncoding(true, false, true)] : Array.Empty<Encoding>(),
        ];
        return candidates
            .Select(encoding => Strict(content, encoding))
            .Where(decoded => decoded is not null && Plausible(decoded.Text) >= 0.8)
            .MaxBy(decoded => Plausible(decoded!.Text));
    }

    /// <summary>Share of characters that people write; of the ideographs, only the common ones count.</summary>
    private static double Plausible(string text)
    {
        var most = Math.Min(text.Length, 20_000);
        var good = 0.0;
        for (var i = 0; i < most; i++)
        {
            var character = text[i];
            good += character is '\n' or '\r' or '\t' or (>= ' ' and <= '~') || CommonCharacters.Has(character) ? 1
                : character is >= '\u4e00' and <= '\u9fff' ? 0.6
                : char.IsLetter(character) || char.IsSurrogate(character) ? 0.5
                : char.IsControl(character) || character is >= '\uE000' and <= '\uF8FF' ? -1
                : 0.3;
        }

        return most == 0 ? 0 : good / most;
    }

    private static DecodedText? ByCharacters(byte[] content)
    {
        if (content.AsSpan().Contains((byte)0))
        {
            return null;
        }

        var declared = DeclaredEncoding(content)?.WebName;
        var best = new[] { "gb18030", "big5" }
            .Select(name => Encoding.GetEncoding(name).GetString(content))
            .Zip(new[] { "gb18030", "big5" }, (text, name) => (Text: text, Name: name, Score: Score(text) + (name == declared ? Declared : 0)))
            .MaxBy(candidate => candidate.Score);
        if ((best.Score >= LeastCommon || !IsWestern(content)) && best.Score >= (best.Text.Count(character => character >= 0x80) < FewCharacters ? 0 : LeastCommon))
        {
            return new DecodedText(best.Text, best.Name);
        }

        return IsWestern(content) ? new DecodedText(Encoding.GetEncoding(1252).GetString(content), "windows-1252") : null;
    }

    /// <summary>A letter with an accent stands alone among others; Chinese characters stand together.</summary>
    private static bool IsWestern(byte[] content)
    {
        var (high, alone) = (0, 0);
        for (var at = 0; at < content.Length; at++)
        {
            if (content[at] >= 0x80)
            {
                high++;
                alone += (at == 0 || content[at - 1] < 0x80) && (at + 1 == content.Length || content[at + 1] < 0x80) ? 1 : 0;
            }
        }

        return alone * 10 > high * 8;
    }

    /// <summary>Share of common ones among the characters that are not ASCII; what cannot be there takes away.</summary>
    private static double Score(string text)
    {
        var (all, sum) = (0, 0.0);
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, 200_000)))
        {
            if (character >= 0x80)
            {
                all++;
                sum += CommonCharacters.Has(character) ? 1
                    : character == '\uFFFD' ? -2
                    : character is >= '\uE000' and <= '\uF8FF' or (>= '\u0080' and <= '\u009F') ? -1
                    : 0;
            }
        }

        return all == 0 ? 0 : sum / all;
    }

    private static Encoding? DeclaredEncoding(byte[] content)
    {
        var match = Declaration().Match(Encoding.Latin1.GetString(content, 0, Math.Min(content.Length, 2048)));
        return match.Success ? Named(match.Groups["name"].Value) : null;
    }

    /// <summary>Whether hardly any of it is control characters.</summary>
    private static bool IsText(string text)
    {
        var controls = 0;
        var most = Math.Min(text.Length, 100_000);
        for (var i = 0; i < most; i++)
        {
            controls += text[i] is '\uFFFD' || (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t' or '\f' or '\v' or '\u001a' or '\u0085')) ? 1 : 0;
        }

        return controls <= most / 50;
    }

    [GeneratedRegex("(?:encoding|charset)\\s*=\\s*[\"']?\\s*(?<name>[A-Za-z0-9_-]{2,30})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Declaration();
}
