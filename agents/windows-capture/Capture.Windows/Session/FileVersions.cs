using System.Globalization;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>File versions as the client's makers write them.</summary>
internal static class FileVersions
{
    /// <summary>
    /// The four numbers of a program's version: from the fixed part, or where that is empty from the text, which may say
    /// "4, 1, 10, 27" or have words behind it. Null when there is none.
    /// </summary>
    public static string? Of(int major, int minor, int build, int revision, string? text)
    {
        if ((major | minor | build | revision) != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{build}.{revision}");
        }

        var numbers = (text ?? "")
            .Split(['.', ','], StringSplitOptions.TrimEntries)
            .Select(part => new string([.. part.TakeWhile(char.IsAsciiDigit)]))
            .TakeWhile(digits => digits.Length is > 0 and < 6)
            .Take(4)
            .ToList();
        return numbers.Count < 2 ? null : string.Join('.', numbers);
    }
}
