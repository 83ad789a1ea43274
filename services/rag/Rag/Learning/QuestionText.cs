using System.Text.RegularExpressions;

namespace WeChatPlatform.Rag.Learning;

/// <summary>Finds what a customer asks in what a customer wrote.</summary>
internal static partial class QuestionText
{
    private const int Longest = 200;

    /// <summary>Characters without politeness that a question needs to mean anything by itself.</summary>
    private const int ShortestKey = 4;

    /// <summary>The one line that asks, without greetings; absent when none does, when several do, or when it is too long to be one.</summary>
    /// <remarks>A line that quotes another one or that a machine read in an image is not taken.</remarks>
    public static string? Of(string burst)
    {
        var asking = burst.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !BesideTheText().IsMatch(line) && Asks(line))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (asking is not [var line] || WithoutGreeting(line) is not { Length: > 0 and <= Longest } question)
        {
            return null;
        }

        return Asks(question) ? question : null;
    }

    /// <summary>Whether a text has a word or a mark of a question in it.</summary>
    public static bool Asks(string text) => QuestionWord().IsMatch(text);

    /// <summary>Whether it is understood without what was said before it: 那个多少钱 is not.</summary>
    public static bool StandsAlone(string question) =>
        Likeness.Key(question).Length >= ShortestKey && !Pointing().IsMatch(question) && !PointsBack().IsMatch(question);

    /// <summary>Whether it may be a question of which the knowledge should know something: it asks, or names a subject.</summary>
    public static bool IsAboutSomething(string text) =>
        Likeness.Key(text).Length >= ShortestKey && (Asks(text) || !CustomerWords.IsSmallTalk(text));

    public static string WithoutGreeting(string text)
    {
        var rest = text.Trim();
        while (Greeting().Match(rest) is { Length: > 0 } greeting && greeting.Length < rest.Length)
        {
            rest = rest[greeting.Length..].TrimStart();
        }

        return rest;
    }

    [GeneratedRegex(@"^(?:\[[^\]]{1,10}中的内容\]|\[[^\]]{1,10}\]$|引用「)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BesideTheText();

    [GeneratedRegex(
        "[？?]|怎么|怎样|咋|如何|什么|啥|哪|吗|多少|多久|多大|多长|多远|多高|多重|几[个天年点号月次种台度块折米层套小周]|为何|是否|能不能|能否|可不可以|可以不|会不会|有没有|有无|是不是|要不要|需不需要|行不行|[呢么不][。~！! ]*$"
        + @"|\b(?:how|what|when|where|why|which|who|can|could|do|does|is|are)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex QuestionWord();

    [GeneratedRegex(
        "^(?:您好|你好|hello|hi|哈喽|在吗|在不在|亲们?|老板|客服|小姐姐|请问一下|请问|麻烦问一下|麻烦问下|想问一下|想问下|我想问一下|我想问|问一下|问下|咨询一下|咨询下|想咨询一下|我想咨询一下|想了解一下|我想了解一下)[，,。.！!？?~～、：: 　]*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Greeting();

    [GeneratedRegex("^(?:那|这|它|他|她|上面|上一|刚才|刚刚|前面|还有|另外|然后|所以|但是|不过|还是|或者|要是|如果那)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pointing();

    [GeneratedRegex("(?:这|那)(?:个|款|种|样|台|些|边|里|条|家|套|件)(?!月|星期|周)|刚才|刚刚|上面说|你说的|您说的|前面说", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PointsBack();
}
