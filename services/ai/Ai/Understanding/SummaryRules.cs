using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>
/// A summary by choosing: the lines that ask, name an order or say what was done, without their politeness, in their order and
/// with who said them, as many as there is room for.
/// </summary>
internal static partial class SummaryRules
{
    private const int LongestPiece = 60;

    public static string Of(IReadOnlyList<ChatLine> lines, int most)
    {
        var pieces = Pieces(lines);
        var text = Join(pieces);
        while (text.Length > most && pieces.Count > 1)
        {
            // The least telling goes; of equals the one in the middle, because conversations begin with the question and end with the answer.
            var middle = (pieces.Count - 1) / 2.0;
            var least = pieces.Index().OrderBy(piece => piece.Item.Weight).ThenBy(piece => Math.Abs(piece.Index - middle)).First().Index;
            pieces.RemoveAt(least);
            text = Join(pieces);
        }

        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    /// <summary>Mobile numbers with their middle hidden: a summary is read by more people than a conversation.</summary>
    public static string WithoutPhones(string text) => Phone().Replace(text, "${head}****${tail}");

    private static List<Piece> Pieces(IReadOnlyList<ChatLine> lines)
    {
        List<Piece> pieces = [];
        foreach (var line in lines)
        {
            foreach (var sentence in Sentences().Split(line.Text))
            {
                var words = Fillers().Replace(WithoutPhones(sentence), "").Trim(' ', '，', ',', '。', '、', '~', '～', '\n');
                if (Han().Count(words) < 3 || pieces.Exists(piece => piece.Text == words))
                {
                    continue;
                }

                var isQuestion = Question().IsMatch(sentence);
                pieces.Add(new Piece(
                    line.Role == "assistant",
                    isQuestion,
                    words.Length <= LongestPiece ? words : words[..LongestPiece],
                    Weight(line.Role, sentence, isQuestion)));
            }
        }

        return pieces;
    }

    private static int Weight(string role, string sentence, bool isQuestion)
    {
        var intent = IntentRules.Of(sentence);
        var weight = intent is Intent.Other or Intent.Greeting or Intent.Thanks ? 0 : intent is Intent.Consult ? 1 : 2;
        weight += Numbers().IsMatch(sentence) ? 1 : 0;

        // A customer's question is what it was about; what we asked back seldom is.
        weight += role == "assistant" ? isQuestion ? 0 : 1 : isQuestion ? 2 : 1;
        return weight;
    }

    private static string Join(List<Piece> pieces)
    {
        var text = new StringBuilder();
        Piece? before = null;
        foreach (var piece in pieces)
        {
            if (before is not null && before.ByUs == piece.ByUs)
            {
                text.Append('；');
            }
            else
            {
                text.Append(before is null ? "" : "。").Append(
                    CultureInfo.InvariantCulture, $"{(piece.ByUs ? "客服" : "客户")}{(piece.ByUs ? "回复" : piece.IsQuestion ? "询问" : "表示")}：");
            }

            text.Append(piece.Text);
            before = piece;
        }

        return text.Append(before is null ? "" : "。").ToString();
    }

    private sealed record Piece(bool ByUs, bool IsQuestion, string Text, int Weight);

    [GeneratedRegex(@"(?<=[。！？!?；;\n])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentences();

    [GeneratedRegex("你好|您好|请问(一下|下)?|麻烦(您|你)?|亲爱的|亲亲?|这边|的呢|的哦|的哈|呢|哦|哈|呀|啊|呃|嗯+|哎|唉|哟|谢谢(您|你)?(的(支持|理解|配合))?|非常抱歉|很抱歉|不好意思|抱歉|感谢(您|你)?的?[^，。]{0,8}|还请您|请您|辛苦(您|你)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fillers();

    [GeneratedRegex(@"(?<!\d)(?<head>1[3-9]\d)\d{4}(?<tail>\d{4})(?!\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Phone();

    [GeneratedRegex("[?？]|吗|怎么|如何|什么|多少|多久|哪|能不能|可不可以|是不是|有没有", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Question();

    [GeneratedRegex(@"\d|\[数字\]|\[.{1,6}\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"[\p{L}\p{N}]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Han();
}
