using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Quality;

/// <summary>How well the rules read emotion, dialogue acts and small talk, and how well they sum up.</summary>
internal static partial class Understanding
{
    public const string Name = "understanding";

    private const int SummaryCharacters = 200;

    /// <summary>The words of cmcc_user_act for ours.</summary>
    private static readonly Dictionary<string, string> Acts = new(StringComparer.Ordinal)
    {
        ["问询"] = DialogueAct.Ask, ["告知"] = DialogueAct.Inform, ["闲聊"] = DialogueAct.SmallTalk, ["请求推荐"] = DialogueAct.Recommend,
        ["更换"] = DialogueAct.Change, ["表达否定"] = DialogueAct.Deny, ["表达肯定"] = DialogueAct.Confirm, ["结束对话"] = DialogueAct.Close,
        ["进行选择"] = DialogueAct.Choose,
    };

    public static string Measure(EvaluationData data)
    {
        var text = new StringBuilder();
        text.AppendLine("| what | set | measure | rules | to compare with |");
        text.AppendLine("|---|---|---|---|---|");
        Sentiment(text, data, "senti_waimai", "0.88 (naive Bayes, trained on reviews)");
        Sentiment(text, data, "senti_online_shopping", "0.82 (naive Bayes, trained on reviews)");
        Dialogue(text, data);
        SmallTalk(text, data);
        Summaries(text, data);
        text.AppendLine();
        text.AppendLine(Speed(data));
        text.AppendLine("By a model: **not measured**; it needs a provider. The metric `wechat_ai_readings_total` counts how often a model and the rules agree.");
        return text.ToString();
    }

    private static void Sentiment(StringBuilder text, EvaluationData data, string set, string floor)
    {
        var rows = data.Lines(set, "reviews.jsonl").Select(row => (Text: Word(row, "text"), IsGood: row.GetProperty("label").GetInt32() == 1)).ToList();
        var scored = rows.ConvertAll(row => (row.IsGood, Score: EmotionRules.Score(row.Text), Word: EmotionRules.Of(row.Text)));
        var forced = scored.Count(row => row.Score >= 0 == row.IsGood) / (double)rows.Count;
        var sure = scored.FindAll(row => row.Word is not Emotion.Neutral);
        var right = sure.Count(row => row.Word is Emotion.Positive == row.IsGood) / (double)sure.Count;
        Row(text, "emotion", $"{set} ({rows.Count})", "accuracy, every text forced to good or bad", Number(forced), floor);
        Row(
            text, "emotion", set, "accuracy where the rules do not say neutral",
            string.Create(CultureInfo.InvariantCulture, $"{right:0.000} of {100.0 * sure.Count / rows.Count:0} %"), "");
    }

    private static void Dialogue(StringBuilder text, EvaluationData data)
    {
        var rows = data.Lines("cmcc_user_act", "utterances.jsonl")
            .Select(row => (True: Acts[Word(row, "user_act")], Read: RuleTextReader.Read(Word(row, "text"), Before(row)).Act))
            .ToList();
        var f1 = Acts.Values.ToDictionary(act => act, act => F1(rows, act), StringComparer.Ordinal);
        Row(text, "dialogue act", $"cmcc_user_act ({rows.Count})", "macro-F1 of nine acts", Number(f1.Values.Average()), "0.749 (naive Bayes, trained on it)");
        Row(text, "dialogue act", "cmcc_user_act", "accuracy", Number(rows.Count(row => row.True == row.Read) / (double)rows.Count), "");
        Row(
            text, "dialogue act", "cmcc_user_act", "F1 of each", string.Join(", ", f1.Select(act => $"{act.Key} {Number(act.Value)}")), "");
    }

    private static void SmallTalk(StringBuilder text, EvaluationData data)
    {
        var rows = data.Lines("jddc_chitchat", "utterances.jsonl")
            .Select(row => (
                True: row.GetProperty("chitchat").GetInt32() == 1 ? "1" : "0",
                Read: IntentRules.Of(Word(row, "text")) is Intent.Greeting or Intent.Thanks or Intent.Other ? "1" : "0"))
            .ToList();
        Row(text, "business or not", $"jddc_chitchat ({rows.Count})", "F1 of chit-chat (greeting, thanks, other)", Number(F1(rows, "1")), "0.50 (naive Bayes)");
    }

    private static void Summaries(StringBuilder text, EvaluationData data)
    {
        var rows = data.Lines("csds_summary", "dialogues.jsonl")
            .Select(row => (Lines: Dialogue(Word(row, "key_utterances")), Summary: Word(row, "summary")))
            .ToList();
        Row(
            text, "summary", $"csds_summary ({rows.Count})", $"ROUGE-L F1 on characters, at most {SummaryCharacters}",
            Number(rows.Average(row => RougeL.F1(SummaryRules.Of(row.Lines, SummaryCharacters), row.Summary))),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.Average(row => RougeL.F1(Lead(row.Lines), row.Summary)):0.000} (the first {SummaryCharacters} characters as they are)"));
    }

    private static string Lead(IReadOnlyList<ChatLine> lines)
    {
        var text = string.Concat(lines.Select(line => line.Text));
        return text.Length <= SummaryCharacters ? text : text[..SummaryCharacters];
    }

    private static string Speed(EvaluationData data)
    {
        var texts = data.Lines("cmcc_user_act", "utterances.jsonl").Select(row => Word(row, "text")).ToList();
        texts.ForEach(one => RuleTextReader.Read(one, []));
        var started = Stopwatch.GetTimestamp();
        texts.ForEach(one => RuleTextReader.Read(one, []));
        var each = Stopwatch.GetElapsedTime(started).TotalMicroseconds / texts.Count;
        return string.Create(CultureInfo.InvariantCulture, $"Reading one text by rules takes {each:0} µs (mean of {texts.Count}, one core).");
    }

    private static ChatLine[] Before(JsonElement row)
    {
        var context = Word(row, "context");
        var at = context.LastIndexOf("系统：", StringComparison.Ordinal);
        return at < 0 ? [] : [new ChatLine("assistant", context[(at + 3)..])];
    }

    private static List<ChatLine> Dialogue(string utterances) =>
        [.. Speaker().Matches(utterances).Select(said => new ChatLine(said.Groups["who"].Value == "客服" ? "assistant" : "customer", said.Groups["text"].Value))];

    private static double F1(List<(string True, string Read)> rows, string word)
    {
        var hits = rows.Count(row => row.True == word && row.Read == word);
        var read = rows.Count(row => row.Read == word);
        var there = rows.Count(row => row.True == word);
        return hits == 0 ? 0 : 2.0 * hits / (read + there);
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Word(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex("(?<who>用户|客服):(?<text>.*?)(?=(用户|客服):|$)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Speaker();
}
