using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPlatform.Rag.Learning;

/// <summary>Takes an approved pair into the knowledge: as another wording of a pair that is there, or as one of its own.</summary>
internal sealed class ApprovedPairs(ILearnedPairs knowledge, KnownPairs known)
{
    /// <summary>In the caller's transaction.</summary>
    /// <returns>Why it was not taken; absent when it was.</returns>
    public async Task<ProblemHttpResult?> TakeAsync(LearnedPair pair, ReviewLearnedPair.Approval request, CancellationToken ct)
    {
        if (request is { MergeInto: not null, Separate: true } or { MergeInto: null, ReplaceAnswer: true })
        {
            return KnowledgeAnswers.Problem(
                StatusCodes.Status400BadRequest, "invalid_approval",
                "合并与单独收录只能选一个；替换答案须指明合并到哪条 / Merge it or keep it separate, not both; an answer is replaced in the pair that is named.");
        }

        if (request.MergeInto is { } wanted)
        {
            return await known.FindAsync(pair, wanted, ct) is { } named
                ? await MergeAsync(pair, named, request.ReplaceAnswer, ct)
                : KnowledgeAnswers.Problem(StatusCodes.Status404NotFound, "chunk_not_found", "知识库里没有这条问答 / The knowledge has no such pair.");
        }

        var same = request.Separate ? null : (await known.FindAsync(pair, ct)).FirstOrDefault(one => one.AsksTheSame);
        switch (same)
        {
            case null:
                pair.KnowledgeId = await knowledge.AddAsync(pair.Question, pair.Similar, pair.Answer, ct);
                return pair.KnowledgeId is not null
                    ? null
                    : KnowledgeAnswers.Problem(
                        StatusCodes.Status409Conflict, "question_exists",
                        "另一条学到的问答有同样的问题和不同的答案：请改写问题，或用 merge_into 合并 / Another learned pair has this very question with another answer: reword the question, or merge it with merge_into.");
            case { SaysTheSame: true }:
                return await MergeAsync(pair, same, replacesAnswer: false, ct);
            default:
                return Contradicts(same);
        }
    }

    private async Task<ProblemHttpResult?> MergeAsync(LearnedPair pair, KnownPair into, bool replacesAnswer, CancellationToken ct)
    {
        pair.KnowledgeId = await knowledge.MergeAsync(into, [pair.Question, .. pair.Similar], replacesAnswer ? pair.Answer : null, ct);
        return pair.KnowledgeId is not null
            ? null
            : KnowledgeAnswers.Problem(
                StatusCodes.Status422UnprocessableEntity, "no_room",
                "那条问答的相似问已满，请单独收录 / That pair has no room for more wordings: keep this one separate.");
    }

    private static ProblemHttpResult Contradicts(KnownPair same) => TypedResults.Problem(
        "知识库里已有同样的问题，但答案不同：请用 merge_into 合并（可用 replace_answer 替换答案），或用 separate 单独收录 / The knowledge answers this question "
        + "already, in another way: merge it with merge_into (replace_answer replaces the answer), or keep it separate.",
        statusCode: StatusCodes.Status409Conflict,
        title: "answer_differs",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["known"] = same });
}
