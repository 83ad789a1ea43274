using System.Text.RegularExpressions;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// How surely one of the lines that staff wrote after a question answers it. By rules: does it share the subject, does it hold what such a question
/// asks for (a number, a time, a place, yes or no), is it said at once, or is it politeness, a promise to look, a question back or a business card.
/// </summary>
internal static partial class ReplyMatch
{
    /// <summary>A line at least so sure is taken for an answer.</summary>
    public const double Answers = 0.47;

    // The first lines answer more often than the later ones, which go on to something else.
    private static readonly double[] AtPosition = [1.0, 0.45, -0.2, -0.7, -1.0];

    private const double Bias = -0.9;

    // The confidence of what exceeds the middle by one is 3 to 1.
    private const double Middle = 0.3;
    private static readonly double Slope = Math.Log(3);

    private static readonly HashSet<char> Binding = [.. "的了吗呢啊吧呀嘛哦噢嗯哈是你您我他她它们这那个一不在有没就都也还什么怎样多少几请问可以能会要想"];

    /// <summary>What a question asks for, and how an answer to it looks.</summary>
    private static readonly (Regex Asked, Regex Given)[] Wanted =
    [
        (Amount(), AmountGiven()), (Time(), TimeGiven()), (Place(), PlaceGiven()), (Cause(), CauseGiven()), (Manner(), MannerGiven()), (YesOrNo(), YesOrNoGiven()),
    ];

    /// <summary>How surely each line answers, 0 to 1, in order.</summary>
    public static IReadOnlyList<double> Of(string question, IReadOnlyList<string> lines)
    {
        var given = false;
        var confidences = new List<double>(lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var score = Score(question, lines[i].Trim(), i) - (given ? 0.5 : 0);
            var confidence = 1 / (1 + Math.Exp(-Slope * (score - Middle)));
            given |= confidence >= Answers;
            confidences.Add(confidence);
        }

        return confidences;
    }

    private static double Score(string question, string line, int position)
    {
        if (!line.Any(char.IsLetterOrDigit))
        {
            return -5;
        }

        var isYesOrNo = YesOrNo().IsMatch(question);
        var score = Bias + AtPosition[Math.Min(position, AtPosition.Length - 1)] + Shared(question, line) + Fit(question, line);
        score += isYesOrNo && SaysYesOrNo().IsMatch(line) ? 0.6 : 0;
        score -= !Empty().IsMatch(line) ? 0 : isYesOrNo && Agrees().IsMatch(line) ? 0.6 : 2.2;
        score -= Card().IsMatch(line) ? 1.8 : 0;
        score -= Promise().IsMatch(line) ? 1.0 : 0;
        score -= QuestionBack().IsMatch(line) ? 1.2 : 0;
        return score - (line.Length <= 1 ? 0.5 : 0);
    }

    /// <summary>Characters and pairs of characters of the question that stand in the line, those that only bind left out.</summary>
    private static double Shared(string question, string line)
    {
        var (asked, said) = (Letters(question), Letters(line));
        var characters = asked.Where(character => !Binding.Contains(character)).Intersect(said).Count();
        var pairs = Pairs(asked).Intersect(Pairs(said)).Count();
        return Math.Min(2.0, 0.65 * characters) + Math.Min(1.0, 0.5 * pairs);
    }

    private static double Fit(string question, string line)
    {
        var asked = Wanted.Where(kind => kind.Asked.IsMatch(question)).ToList();
        return asked.Count == 0 ? 0 : asked.Exists(kind => kind.Given.IsMatch(line)) ? 1.0 : -0.3;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static IEnumerable<string> Pairs(string text) =>
        Enumerable.Range(0, Math.Max(0, text.Length - 1))
            .Select(at => text.Substring(at, 2))
            .Where(pair => !(Binding.Contains(pair[0]) && Binding.Contains(pair[1])))
            .Distinct(StringComparer.Ordinal);

    [GeneratedRegex("多少|几|多大|多高|多长|多远|多久|多重|什么价|价格|价钱|费用|收费|贵|面积|优惠|便宜|how (?:much|many|long)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Amount();

    [GeneratedRegex("[0-9０-９一二两三四五六七八九十百千万半]|免费|不贵|便宜|空间|面议|优惠|最低|差不多|没有|高|低", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AmountGiven();

    [GeneratedRegex("什么时候|啥时候|何时|几点|几号|多久|哪天|时间|when", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Time();

    [GeneratedRegex("[0-9一二两三四五六七八九十] ?(?:点|号|月|日|年|天|周|分钟|小时)|今天|明天|后天|周[一二三四五六日末]|上午|下午|晚上|随时|现在|马上|预约|提前|下周|月底|年底|当天|次日", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TimeGiven();

    [GeneratedRegex("哪里|在哪|哪儿|位置|地址|哪个(?:地方|区|门|站|店)|where", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("路|街|区|号|附近|旁|边|对面|楼|站|口|村|城|院|门|东|西|南|北|里|店|市|省|上|下", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlaceGiven();

    [GeneratedRegex("为什么|为啥|为何|怎么回事|原因|why", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Cause();

    [GeneratedRegex("因为|由于|所以|原因|导致|主要|是.{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CauseGiven();

    [GeneratedRegex("怎么|如何|怎样|咋|how", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Manner();

    [GeneratedRegex(".{4,}|不错|可以|好|还行|一般|差", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MannerGiven();

    [GeneratedRegex(@"[吗么嘛吧没不][。?？~ ]*$|吗|是不是|有没有|能不能|可不可以|会不会|行不行|要不要|是否|还在|(?<verb>\w)不\k<verb>|^(?:可以|能|会|有|是).*[?？]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex YesOrNo();

    [GeneratedRegex("^(?:嗯+|是|对|有|可以|能|行|好|没|在|会|还|需要|方便|支持|包|含|当然|不|暂无|无|已经|应该|可能|基本|肯定|差不多|都|也)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex YesOrNoGiven();

    [GeneratedRegex("^(?:嗯嗯?[，, ]?)?(?:是|对|有|没|可以|不|能|会|行)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SaysYesOrNo();

    [GeneratedRegex(
        @"^(?:您?你?好+的?[!！~。，,]?|嗯+|哦+|噢|好的?|好嘞|收到|ok|在的?|亲|哈+|谢谢.*|不客气|没事|稍等.*|请稍.*|等一?下.*|我(?:看|查|问)一?下.*|我帮[您你](?:看|查|问).*|[\W_]*)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Empty();

    [GeneratedRegex("^(?:嗯|对|是|好|在|可)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Agrees();

    [GeneratedRegex("感谢您的|竭诚|为您服务|我是.{0,12}(?:经纪|顾问|客服|店)|随时联系|联系我|加.{0,2}微信|同微信|我的(?:电话|微信)|微信号|欢迎|phone", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Card();

    [GeneratedRegex("稍等|等一下|等下|帮[您你](?:看|查|问)|问(?:一下|问|下)|核实|确认一下|了解一下|查一下|晚点|回头", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Promise();

    [GeneratedRegex(@"[?？]\s*$|[吗呢么][。~ ]*$|^[您你](?:是|想|要|打算|考虑|方便|需要|什么|几|现在|有|看|预算|准备|对).{0,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex QuestionBack();
}
