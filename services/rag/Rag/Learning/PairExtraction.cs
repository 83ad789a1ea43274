using System.Text.RegularExpressions;
using WeChatPlatform.Contracts;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Learning;

/// <summary>What becomes of a pair that a conversation held.</summary>
internal enum GateVerdict
{
    Drop,
    Review,
    Publish,
}

/// <summary>A question with its answer as a conversation held them, nothing personal in them, and what the gate says.</summary>
/// <remarks><paramref name="Reason"/> is a stable word: why it is dropped or reviewed; absent when it may be published.</remarks>
internal sealed record ExtractedPair(
    string Question, string Answer, string Source, double Confidence, double Quality, GateVerdict Verdict, string? Reason);

/// <summary>
/// Takes questions with their answers out of a conversation, by the gate: it asks something, the answer was sure, the customer was not
/// dissatisfied; then its quality decides. Pure rules, from values to verdicts.
/// </summary>
internal static partial class PairExtraction
{
    public const string ByMachine = "machine";
    public const string ByStaff = "staff";

    /// <summary>Why a pair waits: its answer was made from one entry of a FAQ, of which its question is another wording.</summary>
    public const string RestsOnFaq = "rests_on_faq";

    private const string Replied = "reply";
    private const string Faq = "faq";
    private const string Document = "document";
    private const string AskedForPerson = "hand_off_word";

    /// <summary>A wording that finds its answer so surely is known already.</summary>
    private const double KnownScore = 0.97;

    private const int ShortestStaffAnswer = 4;
    private const int LongestAnswer = 2000;

    /// <summary>One for each turn that somebody answered. A reason without texts stands for a turn of which nothing may be kept.</summary>
    public static IReadOnlyList<ExtractedPair> Of(ConversationClosed closed, LearningOptions options, SpokenRedactor redactor) =>
        [.. closed.Turns.Select((turn, i) => Of(closed, turn, i, options, redactor)).OfType<ExtractedPair>()];

    private static ExtractedPair? Of(ConversationClosed closed, ClosedTurn turn, int index, LearningOptions options, SpokenRedactor redactor)
    {
        if (AnswerTo(turn) is not var (answer, source, confidence))
        {
            return null;
        }

        if (QuestionText.Of(turn.Question) is not { } asked)
        {
            return Dropped("no_question", source);
        }

        if (redactor.Redact(asked, closed.Names) is not { } question || redactor.Redact(answer, closed.Names) is not { } told)
        {
            return Dropped("personal", source);
        }

        var later = closed.Turns.Skip(index + 1).ToList();
        var after = later.ConvertAll(next => next.Question);
        var pair = new ExtractedPair(
            question, WithoutSalutation(WithoutNotice(told)), source, confidence,
            PairQuality.Of(confidence, after, closed.Turns.Count, later.Exists(next => next.Reason == AskedForPerson), closed.Satisfied),
            GateVerdict.Publish, null);
        if (Refusal(pair, turn, options) is { } refusal)
        {
            return Dropped(refusal, source);
        }

        if (closed.Satisfied is false || IsDissatisfied(pair, later))
        {
            return Dropped("dissatisfied", source);
        }

        return pair.Quality < options.ReviewQuality ? Dropped("low_quality", source)
            : pair.Quality < options.PublishQuality ? pair with { Verdict = GateVerdict.Review, Reason = "quality" }
            : pair.Source == ByStaff && options.ReviewStaffAnswers ? pair with { Verdict = GateVerdict.Review, Reason = "staff_answer" }
            : pair.Source == ByMachine && turn.EvidenceKinds is [Faq] ? pair with { Verdict = GateVerdict.Review, Reason = RestsOnFaq }
            : PersonalData.HoldsMark(pair.Question) ? pair with { Verdict = GateVerdict.Review, Reason = "personal_question" }
            : !QuestionText.StandsAlone(pair.Question) ? pair with { Verdict = GateVerdict.Review, Reason = "needs_context" }
            : pair;
    }

    /// <summary>What answered the turn: staff before the machine, whose answer they mended.</summary>
    private static (string Answer, string Source, double Confidence)? AnswerTo(ClosedTurn turn)
    {
        if (turn.StaffReplies.Count > 0)
        {
            var sure = ReplyMatch.Of(turn.Question, turn.StaffReplies);
            var taken = turn.StaffReplies.Where((_, i) => sure[i] >= ReplyMatch.Answers).ToList();
            return taken.Count == 0 ? null : (string.Join('\n', taken), ByStaff, sure.Max());
        }

        return turn is { Action: Replied, Sent: true, Answer: { } answer } ? (answer, ByMachine, turn.Confidence) : null;
    }

    private static string? Refusal(ExtractedPair pair, ClosedTurn turn, LearningOptions options)
    {
        var isMachine = pair.Source == ByMachine;
        return pair.Confidence <= options.AnswerConfidence ? "unsure"
            : PersonalData.HoldsMark(pair.Answer) || ForOneCustomer().IsMatch(pair.Answer) ? "personal"
            : isMachine && turn.EvidenceKinds.Count == 0 ? "no_evidence"
            : isMachine && turn.EvidenceKinds.Any(kind => kind is not (Faq or Document)) ? "volatile"
            : isMachine && turn.EvidenceScore >= KnownScore && turn.EvidenceKinds is [Faq] ? "known"
            : Likeness.Key(pair.Question).Length < ShortestQuestion ? "no_question"
            : (isMachine ? RefusalOfMachine() : RefusalOfStaff()).IsMatch(pair.Answer) ? "refusal"
            : pair.Answer.Length < (isMachine ? options.ShortestAnswer : ShortestStaffAnswer) || pair.Answer.Length > LongestAnswer ? "length"
            : Likeness.Key(pair.Answer) == Likeness.Key(pair.Question) ? "echo"
            : null;
    }

    private const int ShortestQuestion = 2;

    /// <summary>The customer complained, asked the same again, or asked for a person right after a machine's answer.</summary>
    private static bool IsDissatisfied(ExtractedPair pair, List<ClosedTurn> later) =>
        later.Exists(turn => CustomerWords.Complains(turn.Question)
            || (QuestionText.Of(turn.Question) is { } again && Likeness.Of(again, pair.Question) >= Likeness.SameQuestion))
        || (pair.Source == ByMachine && later is [{ Reason: AskedForPerson }, ..]);

    private static ExtractedPair Dropped(string reason, string source) => new("", "", source, 0, 0, GateVerdict.Drop, reason);

    /// <summary>Without the lines that say that an AI answers: the first one, where that was asked, and the last one.</summary>
    internal static string WithoutNotice(string answer)
    {
        var lines = answer.Trim().Split('\n').ToList();
        if (lines.Count > 1 && SaysWhoAnswers().IsMatch(lines[^1]))
        {
            lines.RemoveAt(lines.Count - 1);
        }

        if (lines.Count > 1 && SaysWhoAnswers().IsMatch(lines[0]))
        {
            lines.RemoveAt(0);
        }

        return string.Join('\n', lines).Trim();
    }

    internal static string WithoutSalutation(string answer) => Salutation().Replace(answer.Trim(), "").TrimStart();

    [GeneratedRegex(@"^(?:(?:亲爱的|亲|尊敬的(?:客户|顾客|用户)|您好|你好|\[姓名\])(?:您好|你好)?[，,。！!~～：: 　]*)+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Salutation();

    [GeneratedRegex(
        "[您你]的(?:订单|快递|包裹|单号|货|账户|账号|地址|合同|发票|余额|申请|退款)|给[您你](?:优惠|便宜|打折|免|申请|留|改|退|补)|(?:已经?|刚)(?:给|帮|为)[您你]|单独给|别告诉|私下",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ForOneCustomer();

    [GeneratedRegex(@"AI(?![a-z0-9])|人工智能|机器人|\bro?bot\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SaysWhoAnswers();

    [GeneratedRegex("抱歉|无法|暂时|失败|错误|系统异常|未配置", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RefusalOfMachine();

    [GeneratedRegex("抱歉|不清楚|不知道|不太了解|没办法回答|稍等|等一下|帮[您你](?:问|查|看)|问一下|核实|晚点|回头", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RefusalOfStaff();
}
