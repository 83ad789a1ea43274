namespace WeChatPlatform.Search;

/// <summary>How much a message asks for.</summary>
internal enum Substance
{
    /// <summary>It names something that knowledge could be about.</summary>
    Subject,

    /// <summary>It asks, but not about what: 什么意思, 怎么解决. What it leans on is in the conversation.</summary>
    NoSubject,

    /// <summary>Nothing but courtesy, agreement and calls for somebody: 好的谢谢, 在吗, 人工客服.</summary>
    Nothing,
}

/// <summary>
/// Tells a message that names a subject from one that does not, by words that carry none in any trade. Whatever is not known here is
/// a subject, so that a doubtful message is searched with as before.
/// </summary>
internal static class SubstanceReader
{
    // General words of conversation, longest match first. Verbs that say what somebody wants (退, 买, 用, 联系), places, times and
    // amounts (哪里, 多久, 多少) are in neither list: they ask for something.
    private const string Courtesy =
        """
        你好 您好 你们好 大家好 哈喽 哈罗 哈啰 嗨 嘿 喂 早 早安 早上好 上午好 中午好 下午好 晚上好 晚安 在吗 在么 在嘛 在不在 在没 在不 在 有人吗 有人么 有人嘛 有人 没人 没人吗 人呢 有没有人
        亲 亲亲 亲爱的 客服 人工 人工客服 在线客服 在线 客服人员 人工服务 转人工 找人工 要人工 接人工 换人工 转接 真人 机器人 智能 小姐姐 小哥哥 老板 先生 女士 小姐 美女 帅哥 店家 掌柜 卖家 店主 商家 师傅 老师
        你 您 你们 您们 我 我们 俺 咱 咱们 大家 他 她 他们 人
        谢谢 谢谢你 谢谢您 谢谢啦 谢谢了 谢了 谢啦 谢 多谢 感谢 非常感谢 辛苦 麻烦 劳驾 有劳 打扰 不好意思 抱歉 对不起 没关系 没事 不客气 不用谢 拜托 祝 愉快 再见 拜拜 拜 回见 回头 改天 下次
        好 好的 好吧 好嘞 好哒 好滴 好呀 行 可以 中 嗯 恩 唔 哦 噢 喔 啊 阿 呃 额 唉 哎 哎呀 哎哟 艾玛 诶 欸 哈 哈哈 呵 呵呵 嘻 嘻嘻 嘛 呢 吧 呀 吗 么 啦 喽 咯 哟 耶 哇 哼 昂 嗷 呐 哪 晕 汗 切 啧 的 了 着 过 地 得
        明白 了解 知道 晓得 懂 清楚 理解 没问题 没有问题 没毛病 同意 确定 确认 是 是的 对 对的 没错 当然 不是 不对 不 不用 不用了 不了 不必 没 没有 没了 无 算了 罢了 别 随便 无所谓 厉害 棒 赞 不错 很好 挺好
        那 这 就 也 还 又 再 都 先 才 刚 刚才 刚刚 已经 现在 马上 立刻 立马 赶紧 赶快 稍等 等 等等 等下 等一下 一会 一会儿 待会 暂时 目前 只 只是 真 真的 太 很 挺 好多 非常 一下 下 一点 点 有点 慢慢 快 快点 快一点 尽快
        那么 这么 那样 这样 如此 就这样 先这样 其实 反正 确实 果然 居然 竟然 看 看看 看下 看一下 看到 看见 试 试试 试下 试一下 想想 考虑 研究 说 说说 聊 聊聊 聊天 问 问问 问下 请 请问 帮 帮忙
        """;

    private const string Asking =
        """
        什么 甚么 啥 怎么 怎样 怎么样 怎么办 怎么回事 咋 咋样 咋办 咋回事 如何 为什么 为啥 为何 干嘛 干吗 干什么 意思 哪个 哪些 哪种 谁 能 能够 会 可不可以 能不能 会不会 是不是 要不要 有没有 对不对 行不行 好不好 可否 能否 是否
        有 要 想 想要 需要 让 给 找 来 去 接 转 收到 这个 那个 这些 那些 这种 那种 这里 那里 这儿 那儿 这边 那边 它 它们 东西 事 事情 问题 情况 原因 办法 方法 解决 处理 弄 搞 整 办 做 操作 进行 回答 回复 回话 说话 讲 讲话 告诉 听 听不懂 看不懂
        看不到 看不见 知不知道 认为 觉得 感觉 以为 估计 应该 可能 也许 必须 一定 肯定 一直 老是 总是 经常 还是 或者 或 但是 但 不过 所以 因为 如果 要是 假如 然后 而且 就是 还有 其他 其它 别的 另外 和 跟 与 及 同 把 被 从 向 往 为 以 之 于
        自己 别人 一样 样 样子 个 一个 种 些 一些 咨询 了解一下 介绍 介绍一下
        """;

    private static readonly HashSet<string> LatinCourtesy =
        ["hi", "hello", "hey", "ok", "okay", "okk", "thanks", "thank", "thx", "you", "bye", "goodbye", "yes", "no", "please", "sorry", "emm", "emmm", "em", "hhh", "haha"];

    private static readonly Dictionary<char, (string Word, bool Asks)[]> Words = Read();

    public static Substance Of(string question)
    {
        var text = ChineseText.Normalize(question);
        var substance = Substance.Nothing;
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == ' ')
            {
                at++;
            }
            else if (!ChineseText.IsHan(text[at]))
            {
                var start = at;
                while (at < text.Length && text[at] != ' ' && !ChineseText.IsHan(text[at]))
                {
                    at++;
                }

                if (!LatinCourtesy.Contains(text[start..at]))
                {
                    return Substance.Subject;
                }
            }
            else if (Match(text, at) is { } known)
            {
                substance = known.Asks ? Substance.NoSubject : substance;
                at += known.Word.Length;
            }
            else
            {
                return Substance.Subject;
            }
        }

        return substance;
    }

    private static (string Word, bool Asks)? Match(string text, int at)
    {
        foreach (var known in Words.GetValueOrDefault(text[at], []))
        {
            if (string.CompareOrdinal(text, at, known.Word, 0, known.Word.Length) == 0)
            {
                return known;
            }
        }

        return null;
    }

    private static Dictionary<char, (string Word, bool Asks)[]> Read() => Split(Courtesy).Select(word => (Word: word, Asks: false))
        .Concat(Split(Asking).Select(word => (Word: word, Asks: true)))
        .GroupBy(known => known.Word[0])
        .ToDictionary(group => group.Key, group => group.OrderByDescending(known => known.Word.Length).ToArray());

    private static IEnumerable<string> Split(string list) =>
        list.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(ChineseText.Normalize).Where(word => word.Length > 0);
}
