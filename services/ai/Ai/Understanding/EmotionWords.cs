using System.Collections.Frozen;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>The words that praise and blame, with how much; written for shops and services, from general knowledge of the language.</summary>
internal static class EmotionWords
{
    /// <summary>Insults and threats.</summary>
    public static readonly string[] Rage =
    [
        "投诉你们", "投诉到", "我要投诉", "要投诉", "骗子", "混蛋", "王八", "他妈", "tmd", "妈的", "去死", "滚蛋", "滚吧", "气死", "忍无可忍", "太过分", "欺人太甚", "起诉",
        "12315", "曝光你们", "骂人", "草泥马", "傻逼", "sb", "垃圾公司", "黑店", "黑心", "无耻", "不要脸", "坑爹", "狗屁", "诈骗", "什么破", "恶心死", "fuck", "bullshit", "scam",
    ];

    public static readonly string[] But = ["但", "不过", "可是", "然而", "就是", "只是", "可惜", "but", "however"];

    public static readonly string[] Denials = ["不", "没", "没有", "别", "未", "无", "非", "并非", "不是", "不太", "not ", "no ", "never ", "n't "];

    public static readonly string[] Wishes = ["希望", "如果", "要是", "建议", "最好", "应该", "还以为", "说好"];

    private static readonly FrozenDictionary<string, double> Values = Build();

    private static readonly int MostCharacters = Values.Keys.Max(word => word.Length);

    private static readonly FrozenDictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Values.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The longest word of the list that begins here.</summary>
    public static (string Word, double Value)? Longest(string text, int at)
    {
        for (var length = Math.Min(MostCharacters, text.Length - at); length > 0; length--)
        {
            if (BySpan.TryGetValue(text.AsSpan(at, length), out var value))
            {
                return (text.Substring(at, length), value);
            }
        }

        return null;
    }

    private static FrozenDictionary<string, double> Build()
    {
        (double Value, string Words)[] rows =
        [
            (2, "非常好 很好 太好 超好 特别好 真好 很棒 太棒 超棒 完美 满意 很满意 非常满意 惊喜 好评 五星 赞 点赞 给力 好吃 很好吃 美味 超值 物超所值 物有所值 值得 强烈推荐 大爱 喜欢 很喜欢 爱不释手 无可挑剔 一流 优秀 excellent great perfect love awesome amazing satisfied"),
            (1.2, "好 不错 还不错 挺好 蛮好 可以 棒 快 很快 挺快 及时 准时 迅速 方便 实惠 便宜 划算 周到 热情 耐心 礼貌 负责 专业 贴心 细心 新鲜 干净 漂亮 好看 舒服 舒适 正品 清晰 流畅 精美 精致 高大上 结实 顺手 好用 好喝 香 足 量大 分量足 量足 谢谢 感谢 辛苦 支持 推荐 信赖 放心 开心 高兴 解决了 好了 回购 还会再来 会再来 下次还 继续 good nice fast helpful thanks thank happy fine"),
            (0.5, "行 还行 还可以 一如既往 没问题 没毛病 性价比 性价比高 ok 满分"),
            (-0.7, "一般 一般般 凑合 普通 慢 有点 偏 稍微 贵 太贵 小 少 太少 淡 咸 油 硬 辣 甜腻 腻 干 薄 糊 等了 才送 才到 才来 居然 竟然 催 结果 怎么回事 为什么 到底 问题 麻烦 故障 慢死"),
            (-1.5, "不好 不行 不满 不满意 差 很差 太差 较差 差劲 差评 难吃 难喝 难看 难用 难闻 失望 后悔 退货 退款 退钱 投诉 坏 坏了 坏的 破 破损 烂 烂了 漏 洒 撒了 洒了 凉 凉了 冷 冰凉 脏 不干净 不新鲜 头发 虫 苍蝇 臭 异味 怪味 馊 假货 假的 假 仿 山寨 次品 缺 少送 漏送 送错 没送 没给 没有送 忘了 敷衍 骗 骗人 欺骗 忽悠 坑 坑人 上当 浪费 垃圾 恶心 恶劣 态度差 不理 没人 没人管 拖 拖延 推脱 太慢 很慢 超慢 慢死了 迟到 超时 晚了 无语 郁闷 生气 气人 烦 糟糕 糟 失灵 死机 卡 很卡 卡死 模糊 划痕 掉色 褪色 起球 开线 色差 缩水 拉肚子 吐 倒掉 扔了 扔掉 再也不 不会再 别买 不推荐 不值 不建议 慎重 慎买 呵呵 坑爹 极差 负分 零分 0分 一星 bad terrible awful worst disappointed broken slow rude useless late wrong"),
        ];
        return rows
            .SelectMany(row => row.Words.Split(' ').Select(word => (Word: word, row.Value)))
            .DistinctBy(row => row.Word)
            .ToFrozenDictionary(row => row.Word, row => row.Value, StringComparer.Ordinal);
    }
}
