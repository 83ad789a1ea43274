using Microsoft.Extensions.AI;

namespace WeChatPlatform.Llm;

/// <summary>
/// Tokens as we guess them where no provider has counted: for the room in a prompt and for a call whose usage never came. One
/// for each CJK character, a quarter for each other one (at least one when there is any), four for the frame of a message.
/// </summary>
public static class TokenEstimate
{
    /// <summary>What role and delimiters of one message cost.</summary>
    public const int PerMessage = 4;

    /// <summary>What one picture costs: 1024 by 1024 pixels in four tiles, as the providers that publish a rule count it.</summary>
    public const int PerImage = 765;

    private const int OthersPerToken = 4;

    public static int Of(ReadOnlySpan<char> text)
    {
        var (cjk, others) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = IsCjk(rune.Value) ? cjk++ : others++;
        }

        return Tokens(cjk, others);
    }

    /// <summary>A whole message: its frame, its texts, its pictures, the functions it calls and what they gave.</summary>
    public static int Of(ChatMessage message)
    {
        var tokens = PerMessage;
        foreach (var content in message.Contents)
        {
            tokens += content switch
            {
                TextContent text => Of(text.Text),
                FunctionCallContent call => Of(call.Name) + (call.Arguments ?? new Dictionary<string, object?>()).Sum(
                    argument => Of(argument.Key) + Of(argument.Value?.ToString())),
                FunctionResultContent result => Of(result.Result?.ToString()),
                DataContent or UriContent => PerImage,
                _ => 0,
            };
        }

        return tokens;
    }

    public static int Of(IEnumerable<ChatMessage> messages) => messages.Sum(Of);

    /// <summary>
    /// How many characters from the start of <paramref name="text"/> cost at most <paramref name="tokens"/>. Never ends between the
    /// halves of a surrogate pair.
    /// </summary>
    public static int Fit(ReadOnlySpan<char> text, int tokens)
    {
        var (cjk, others, length) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = IsCjk(rune.Value) ? cjk++ : others++;
            if (Tokens(cjk, others) > tokens)
            {
                return length;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private static int Tokens(int cjk, int others) => cjk + (others == 0 ? 0 : Math.Max(1, others / OthersPerToken));

    // Ideographs with their extensions, kana and hangul. Full-width punctuation counts as other: tokenizers merge it.
    private static bool IsCjk(int value) =>
        value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
            or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
