using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

/// <summary>
/// Chats that are read for the first time, with a badge, and with messages that come between the look at the list and
/// the reading. All that is new is found, and nothing else but copies of the badge's message right above it. One thing
/// cannot be told from history: late messages that say what the badge's message says. Right below it they are new, and as
/// many of the first unread ones may be taken for history; further below, the badge is taken to mean them.
/// </summary>
public sealed class FirstSightModelTests
{
    private static readonly string[] Texts = ["好的", "在吗", "多少钱", "7kW 的充电桩怎么装"];

    [Fact]
    public void A_first_look_finds_what_is_unread_and_what_came_meanwhile()
    {
        for (var seed = 0; seed < 30_000; seed++)
        {
            var random = new Random(seed);
            var rows = new List<MessageRow>();
            for (var index = random.Next(12); index > 0; index--)
            {
                rows.Add(random.Next(5) == 0 ? new MessageRow(RowKind.Time, "10:00") : Row(random, own: random.Next(3) == 0));
            }

            var history = rows.Count;
            var unread = random.Next(1, 5);
            rows.AddRange(Enumerable.Range(0, unread).Select(_ => Row(random, own: false)));
            var preview = rows[^1].Text;
            var late = Enumerable.Range(0, random.Next(3)).Select(_ => Row(random, own: random.Next(4) == 0)).ToList();
            if (late.SkipWhile(row => row.Text == preview && row.Side != RowSide.Own).Any(row => row.Text == preview))
            {
                continue;
            }

            rows.AddRange(late);
            var first = FirstSight.FirstNew(rows, quietPreview: null, new UnreadCount(unread, preview));

            // Copies that came late push the count, when it is more than one, down by as many rows.
            var copies = late.TakeWhile(row => row.Text == preview).Count();
            var latest = copies == 0 ? history : Math.Min(history + copies, history + unread - 1);
            (first <= latest).ShouldBeTrue($"a message is lost, seed {seed}");
            rows.Skip(first).Take(history - first).All(row => row.Text == preview).ShouldBeTrue($"history is invented, seed {seed}");
        }
    }

    private static MessageRow Row(Random random, bool own) => new(
        RowKind.Text, Texts[random.Next(Texts.Length)], Side: own ? RowSide.Own : RowSide.Other);
}
