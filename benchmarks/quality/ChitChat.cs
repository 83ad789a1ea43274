using System.Globalization;
using System.Text;

namespace WeChatPlatform.Quality;

/// <summary>How often a casual message gets evidence that would answer it, though nothing there does.</summary>
internal static class ChitChat
{
    private const string Set = "jddc_chitchat";
    private const double Answers = 0.75;
    private const double AsksBack = 0.55;

    public static async Task AppendAsync(StringBuilder report, EvaluationData data)
    {
        var casual = data.Lines(Set, "utterances.jsonl")
            .Where(line => line.GetProperty("chitchat").GetInt32() == 1)
            .Select(line => line.GetProperty("text").GetString()!)
            .ToList();
        report.Append(
            CultureInfo.InvariantCulture,
            $"\n**Casual messages** ({casual.Count} of {Set}): how many get evidence that would answer, or ask back\n\n| knowledge | {Answers:0.00} or more | {AsksBack:0.00} or more |\n|---|---|---|\n");
        foreach (var set in QuestionSet.All(data))
        {
            using var indexed = await set.IndexAsync();
            var best = new List<double>();
            foreach (var text in casual)
            {
                best.Add((await indexed.SearchAsync(text, 1)).Evidence is [var one, ..] ? one.Confidence : 0);
            }

            report.Append(
                CultureInfo.InvariantCulture,
                $"| {set.Name} | {100.0 * best.Count(value => value >= Answers) / best.Count:0.0} % | {100.0 * best.Count(value => value >= AsksBack) / best.Count:0.0} % |\n");
        }
    }
}
