using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Asks the knowledge in force again what it once had no good evidence for. Asks so much for one report and no more: what is left then
/// stays as it was.
/// </summary>
internal sealed class GapCheck(Retrieval retrieval, IOptions<LearningOptions> options, IOptions<RagOptions> rag)
{
    /// <summary>Of one gap, the most frequent ones.</summary>
    private const int MostWordings = 8;

    private const int MostSearches = 400;

    private int searches;

    /// <param name="questions">The questions of a gap, as they were asked.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Absent when enough was asked.</returns>
    public async Task<AskedAgain?> AskAsync(IReadOnlyList<UnansweredQuestion> questions, CancellationToken ct)
    {
        var wordings = questions.CountBy(question => question.Question, StringComparer.Ordinal)
            .OrderByDescending(wording => wording.Value)
            .Take(MostWordings)
            .ToList();
        if (searches + wordings.Count > MostSearches)
        {
            return null;
        }

        searches += wordings.Count;
        var (asked, answered, scores) = (0, 0, 0.0);
        foreach (var (wording, times) in wordings)
        {
            var score = await retrieval.SearchAsync(new Asked(wording, 1) { Audience = rag.Value.Audience }, ct) is { Pieces: [var best, ..] } ? best.Evidence.Score : 0;
            asked += times;
            answered += score >= options.Value.GapScore ? times : 0;
            scores += score * times;
        }

        return new AskedAgain(answered * 2 > asked, Math.Round(scores / asked, 3));
    }
}

/// <summary>What became of the questions of a gap.</summary>
/// <remarks><paramref name="IsAnswered"/>: most of them have good evidence now. <paramref name="Score"/> is the mean of the best evidence, 0 to 1.</remarks>
internal sealed record AskedAgain(bool IsAnswered, double Score);
