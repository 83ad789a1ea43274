using System.Text.RegularExpressions;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Rag;

/// <summary>
/// Makes a full question of one that leans on the conversation: 那个呢, 那11kW的呢, 保修多久. By rules, so that it costs nothing and can
/// be explained; what it makes is asked beside the question itself, never instead of it.
/// </summary>
internal static partial class FollowUp
{
    private const int MostLines = 6;
    private const int ShortQuestion = 6;

    /// <summary>The full question; absent when the question stands by itself or nothing was asked before it.</summary>
    /// <param name="question">What is asked now.</param>
    /// <param name="history">Oldest first.</param>
    public static string? Complete(string question, IReadOnlyList<ChatLine> history)
    {
        if (!Leans(question))
        {
            return null;
        }

        string? asked = null;
        foreach (var line in history.Where(line => line.Role == "customer").TakeLast(MostLines).Select(line => line.Text.Trim()))
        {
            if (line.Length == 0 || Courtesy().IsMatch(line))
            {
                continue;
            }

            asked = asked is not null && Leans(line) ? Join(asked, line) : line;
        }

        var full = asked is null ? null : Join(asked, question);
        return full == question.Trim() ? null : full;
    }

    /// <summary>Whether it says too little by itself.</summary>
    internal static bool Leans(string question)
    {
        var text = question.Trim();
        return text.Length > 0 && (Opening().IsMatch(text) || Closing().IsMatch(text) || Pronoun().IsMatch(text)
            || (Core(text).Length <= ShortQuestion && !Entity().IsMatch(text)));
    }

    internal static string Join(string asked, string question)
    {
        var rest = Core(question);
        if (rest.Length == 0)
        {
            return asked;
        }

        // 7kW充电桩多少钱 + 那11kW的呢: the same question about another model.
        if (Entity().Match(rest) is { Success: true } now
            && Entity().Matches(asked).FirstOrDefault(before => UnitOf(before.Value) == UnitOf(now.Value)) is { } before)
        {
            var same = asked.Replace(before.Value, now.Value, StringComparison.OrdinalIgnoreCase);
            return rest.Replace(now.Value, "", StringComparison.Ordinal).Trim('的', ' ').Length == 0 ? same : $"{TopicOf(same)}{rest}";
        }

        // A question without a subject is asked of the subject before; a subject without a question is asked the same.
        return Interrogative().IsMatch(rest) ? $"{TopicOf(asked)}{rest}" : $"{rest} {asked}";
    }

    private static string Core(string question) =>
        Closing().Replace(Pronoun().Replace(Opening().Replace(question.Trim(), ""), ""), "").Trim(' ', '，', ',', '。', '？', '?', '！', '!', '的');

    private static string TopicOf(string asked) =>
        Interrogative().Match(asked) is { Success: true, Index: > 0 } part ? asked[..part.Index].TrimEnd('的', ' ', '，') : Closing().Replace(asked, "");

    private static string UnitOf(string entity) => Digits().Replace(entity, "0").ToUpperInvariant();

    [GeneratedRegex("^(?:那么|那|还有|另外|换成|如果是|要是|然后|再问一下)+(?:个|款|种|台)?", RegexOptions.None, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex("(?:呢|吗|啊|呀|嘛|吧)?[？?。！!\\s]*$(?<=呢[？?。！!\\s]*)", RegexOptions.None, 1000)]
    private static partial Regex Closing();

    [GeneratedRegex("它们?|(?:这|那)(?:个|款|种|台)", RegexOptions.None, 1000)]
    private static partial Regex Pronoun();

    [GeneratedRegex("多少|几[年月天个米]|多久|多长|多大|怎么|怎样|如何|什么|哪[里个些儿]|为什么|能不能|可不可以|可以|能否|有没有|是不是|要不要|会不会|支持|保修|质保|价格|费用", RegexOptions.None, 1000)]
    private static partial Regex Interrogative();

    [GeneratedRegex(@"[A-Za-z]{0,6}-?[0-9]+(?:\.[0-9]+)?\s*(?:kwh?|kw|千瓦|w|v|a|米|m|寸|号|型|代|升|l|kg|公斤)?[A-Za-z0-9]*", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Entity();

    [GeneratedRegex("[0-9]+(?:\\.[0-9]+)?", RegexOptions.None, 1000)]
    private static partial Regex Digits();

    [GeneratedRegex("^(?:好的?|嗯+|哦+|谢谢.*|收到|知道了|明白了?|ok|你好|您好|在吗|行|可以的?)[。！!~～]*$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Courtesy();
}
