using System.Text.Json;
using WeChatPlatform.Message;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Platform.Tests.Architecture;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>One message of a customer, and the pause after it.</summary>
/// <remarks><paramref name="Member"/> speaks in a group; it is absent in a private chat.</remarks>
internal sealed record Line(string Chat, string? Member, string Text, TimeSpan Pause = default)
{
    public const string Nickname = "客服小微";
    public const string Mention = $"@{Nickname} ";

    public static bool IsAddressed(string text, bool isGroup) =>
        !isGroup || text.StartsWith(Mention, StringComparison.Ordinal);

    /// <summary>What is kept of a text: everything but the mention.</summary>
    public static string Kept(string text, bool isGroup) =>
        isGroup && IsAddressed(text, isGroup) ? text[Mention.Length..] : text;
}

/// <summary>Messages that follow each other faster than the merge window of 1.5 s, after a pause.</summary>
internal sealed record Burst(TimeSpan Pause, IReadOnlyList<Line> Lines);

/// <summary>What everybody says, chat by chat. The same seed gives the same script.</summary>
internal sealed class Script(int seed)
{
    public const string Handoff = "转人工";
    public const string Group = "充电桩业主群";
    private static readonly string[] Chatter = ["今天小区停电了吗", "群里谁有空拼车", "物业电话是多少来着", "周末一起吃饭"];
    private static readonly IReadOnlyList<string> Questions = ReadQuestions();

    private readonly Random _random = new(seed);

    /// <summary>Forty messages: ten in each of three private chats and in a group, where four are for nobody of ours.</summary>
    public IReadOnlyList<IReadOnlyList<Burst>> Forty() =>
    [
        [Private("张三", "在吗", "在吗", Ask()), Private("张三", Ask(), Ask(), Ask()), Private("张三", Ask(), Ask(), Ask(), "谢谢")],
        [Private("李四", Ask(), Ask(), Ask(), Ask()), Private("李四", "我的订单DD20261112002到哪了"), Private("李四", Ask(), Ask(), "好的", "好的", Ask())],
        [Private("王小姐", Ask()), Private("王小姐", Handoff), Private("王小姐", Ask(), Ask(), Ask(), Ask(), Ask(), Ask(), Ask(), Ask())],
        [
            InGroup(("赵大海", true), ("赵大海", true), ("钱小雨", false)),
            InGroup(("钱小雨", true), ("孙师傅", false), ("孙师傅", true)),
            InGroup(("赵大海", false), ("赵大海", true), ("孙师傅", false), ("钱小雨", true)),
        ],
    ];

    public TimeSpan Moment(int atLeast, int below) => TimeSpan.FromMilliseconds(_random.Next(atLeast, below));

    public IReadOnlyList<T> Shuffled<T>(IEnumerable<T> items)
    {
        var order = items.ToArray();
        _random.Shuffle(order);
        return order;
    }

    private string Ask() => Questions[_random.Next(Questions.Count)];

    private Burst Private(string chat, params string[] texts) =>
        new(Moment(2000, 3500), [.. texts.Select(text => new Line(chat, null, text, Moment(100, 400)))]);

    private Burst InGroup(params (string Member, bool Addressed)[] lines) => new(
        Moment(2000, 3500),
        [.. lines.Select(line => new Line(
            Group,
            line.Member,
            line.Addressed ? Line.Mention + Ask() : Chatter[_random.Next(Chatter.Length)],
            Moment(100, 400)))]);

    // The shop's own questions, but for those that ask for a person.
    private static IReadOnlyList<string> ReadQuestions()
    {
        var options = new MessageOptions();
        return
        [
            .. Repository.Lines("samples/charging-pile-shop/knowledge/faq.jsonl")
                .Select(line => JsonSerializer.Deserialize<Faq>(line, JsonSerializerOptions.Web)!)
                .SelectMany(faq => faq.Similar.Prepend(faq.Question))
                .Where(question => !Screening.AsksForPerson(question, options)),
        ];
    }

    private sealed record Faq(string Question, IReadOnlyList<string> Similar);
}
