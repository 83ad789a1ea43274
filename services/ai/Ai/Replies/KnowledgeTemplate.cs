using System.Text;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// An answer without a model: the best piece of evidence speaks for itself when its score reaches the minimum, and the
/// score is the confidence. When the best piece is an ERP fact, all ERP facts that reach the minimum are listed, because a
/// question about orders usually has several. Scores compare within one kind only, so at a tie the ERP wins: it is the fact.
/// </summary>
internal static class KnowledgeTemplate
{
    private const string Erp = "erp";

    public static WrittenReply? Compose(IReadOnlyList<Evidence> evidence, double minScore, string factsIntroduction)
    {
        var eligible = evidence
            .Where(piece => piece.Score >= minScore && !string.IsNullOrWhiteSpace(piece.Text))
            .OrderByDescending(piece => piece.Score)
            .ThenBy(piece => piece.Kind == Erp ? 0 : 1)
            .ToList();
        if (eligible.Count == 0)
        {
            return null;
        }

        var best = eligible[0];
        var told = best.Kind == Erp ? eligible.FindAll(piece => piece.Kind == Erp) : [best];
        return new WrittenReply(
            told.Count == 1 ? best.Text.Trim() : List(told, factsIntroduction),
            Math.Min(best.Score, 1),
            WrittenReply.FromTemplate,
            Provider: null,
            Model: null,
            [.. told.Select(piece => piece.Id)]);
    }

    private static string List(List<Evidence> facts, string introduction)
    {
        var text = new StringBuilder(introduction);
        foreach (var (index, fact) in facts.Index())
        {
            text.Append('\n').Append(index + 1).Append(". ").Append(fact.Title.Trim()).Append('：').Append(fact.Text.Trim());
        }

        return text.ToString();
    }
}
