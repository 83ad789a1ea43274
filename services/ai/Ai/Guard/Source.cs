using System.Buffers;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Guard;

/// <summary>A text that may support claims, read once: a piece of evidence, its title before its text, or a customer's line.</summary>
internal sealed class Source
{
    private static readonly string[] Affirmative = ["可以", "支持", "能", "是", "有", "会", "对", "当然", "包", "提供", "享受", "没问题", "yes", "Yes"];

    private static readonly SearchValues<char> Questioning = SearchValues.Create("?？吗么呢多几哪怎如谁");

    private Source(GuardText text, IReadOnlyList<Claim> claims) => (Text, Claims) = (text, claims);

    public GuardText Text { get; }

    public IReadOnlyList<Claim> Claims { get; }

    public static Source Of(Evidence piece, DateOnly today)
    {
        var text = GuardText.Of(piece.Title + "\n" + piece.Text);
        var title = GuardText.Of(piece.Title).Length;
        var claims = ClaimReader.Read(text, today);
        if (IsQuestion(piece.Title) && !Affirms(text, title))
        {
            // Whether something is free is asked here; the text says it or does not.
            claims.RemoveAll(claim => claim.End <= title && claim.Kind is ClaimKind.Promise or ClaimKind.Stock or ClaimKind.Money or ClaimKind.Discount);
        }

        return new Source(text, claims);
    }

    public static Source Of(string line, DateOnly today)
    {
        var text = GuardText.Of(line);
        return new Source(text, ClaimReader.Read(text, today));
    }

    private static bool IsQuestion(string title) =>
        title.AsSpan().ContainsAny(Questioning) || title.Contains("是否", StringComparison.Ordinal)
        || title.Contains("什么", StringComparison.Ordinal) || title.Contains("能不能", StringComparison.Ordinal);

    // 可以免费安装吗？ 可以的，...
    private static bool Affirms(GuardText text, int title)
    {
        var at = title + 1;
        foreach (var greeting in (ReadOnlySpan<string>)["您好", "你好", "亲", "，", ",", "!", "~"])
        {
            at += text.StartsAt(at, greeting) ? greeting.Length : 0;
        }

        return Affirmative.Any(word => text.StartsAt(at, word));
    }
}
