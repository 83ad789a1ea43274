using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Replies;

/// <summary>What the answers of the other services add to a turn.</summary>
internal static class TurnFacts
{
    public static void Add(Turn turn, CustomerIdentified found)
    {
        turn.CustomerKnown = true;
        turn.CustomerName = found.DisplayName;
        turn.CustomerGrade = found.Grade;
    }

    public static void Add(Turn turn, KnowledgeRetrieved found)
    {
        turn.KnowledgeKnown = true;
        turn.Release = found.Release;
        turn.Evidence = BestFirst(turn.Evidence.Concat(found.Evidence));
    }

    public static void Add(Turn turn, ErpFactsFound found)
    {
        turn.FactsKnown = true;
        turn.Evidence = BestFirst(turn.Evidence.Concat(found.Facts));
    }

    private static Evidence[] BestFirst(IEnumerable<Evidence> evidence) =>
        [.. evidence.DistinctBy(e => e.Id).OrderByDescending(e => e.Score)];
}
