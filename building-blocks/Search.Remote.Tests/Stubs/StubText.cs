using System.Globalization;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>The analyzers as they are documented: runs of letters and digits are words, runs of Han are pairs, or pairs and singles.</summary>
internal static class StubText
{
    public static IEnumerable<string> Terms(string text, bool singles)
    {
        var (word, han) = ("", "");
        foreach (var character in text.Normalize(System.Text.NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture) + "\n")
        {
            var isHan = character is >= '\u4e00' and <= '\u9fff';
            if (!isHan && han.Length > 0)
            {
                foreach (var term in Han(han, singles))
                {
                    yield return term;
                }

                han = "";
            }

            if ((isHan || !char.IsLetterOrDigit(character)) && word.Length > 0)
            {
                yield return word;
                word = "";
            }

            if (isHan)
            {
                han += character;
            }
            else if (char.IsLetterOrDigit(character))
            {
                word += character;
            }
        }
    }

    private static IEnumerable<string> Han(string run, bool singles)
    {
        for (var at = 0; at + 1 < run.Length; at++)
        {
            yield return run.Substring(at, 2);
        }

        if (singles || run.Length == 1)
        {
            foreach (var character in run)
            {
                yield return character.ToString();
            }
        }
    }
}
