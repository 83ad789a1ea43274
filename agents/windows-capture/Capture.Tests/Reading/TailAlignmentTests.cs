using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class TailAlignmentTests
{
    [Theory]
    [InlineData("a b c", "a b c", "", "nothing happened")]
    [InlineData("a b c", "a b c d e", "d e", "two came")]
    [InlineData("a b", "a b b", "b", "the same text twice is two messages")]
    [InlineData("b", "b b", "b", "the same text again after one row")]
    [InlineData("b b", "b b b b", "b b", "the same text four times")]
    [InlineData("a b c d", "c d e", "e", "the window slid")]
    [InlineData("c d", "a b c d", "", "history was loaded on top")]
    [InlineData("c d", "a b c d e", "e", "history on top and one new")]
    [InlineData("a b c d e", "b c d", "", "a view that ends within the known tail")]
    [InlineData("c d e", "a b c d", "", "scrolled up over the beginning of the tail")]
    [InlineData("a b a b", "a b a b a b", "a b", "a repeated pair")]
    [InlineData("@10:00 a", "@09:00 a @10:00 a", "", "time rows tell repeated texts apart")]
    [InlineData("@10:23 a b", "@昨天_10:23 a b c", "c", "a time row is relabelled after midnight")]
    [InlineData("a @10:00 b c", "a b c d", "d", "a time row vanished")]
    [InlineData("a b c", "a @10:00 b c d", "d", "a time row appeared")]
    [InlineData("a b c d", "a !撤回了一条消息 c d e", "e", "a message was taken back")]
    public void New_rows_are_those_behind_the_known_tail(string known, string rows, string expected, string because)
    {
        var read = Rows(rows);

        var joint = TailAlignment.Align(Rows(known), read);

        joint.Lost.ShouldBeFalse(because);
        read.Skip(joint.FirstNew).Select(row => row.Text).ShouldBe(Rows(expected).Select(row => row.Text), because);
    }

    [Fact]
    public void Runtime_ids_tell_a_slid_window_of_one_text_from_an_unchanged_one()
    {
        var known = new[] { Row("好的", "1"), Row("好的", "2"), Row("好的", "3") };
        var slid = new[] { Row("好的", "2"), Row("好的", "3"), Row("好的", "4") };

        TailAlignment.Align(known, slid).FirstNew.ShouldBe(2);
    }

    [Fact]
    public void Runtime_ids_tell_history_on_top_from_a_new_row()
    {
        var known = new[] { Row("好的", "5"), Row("好的", "6") };

        TailAlignment.Align(known, [Row("好的", "4"), Row("好的", "5"), Row("好的", "6")]).FirstNew.ShouldBe(3);
        TailAlignment.Align(known, [Row("好的", "5"), Row("好的", "6"), Row("好的", "7")]).FirstNew.ShouldBe(2);
    }

    [Fact]
    public void Ids_that_were_given_to_other_rows_do_not_mislead()
    {
        var known = Enumerable.Range(0, 20).Select(i => Row($"t{i}", $"slot{i}")).ToList();
        var rows = Enumerable.Range(5, 20).Select(i => Row($"t{i}", $"slot{i - 5}")).ToList();

        TailAlignment.Align(known, rows).FirstNew.ShouldBe(15);
    }

    [Fact]
    public void An_own_row_is_not_a_customers_row_of_the_same_text()
    {
        var known = new[] { Row("好的", null, RowSide.Other) };
        var rows = new[] { Row("好的", null, RowSide.Own), Row("好的", null, RowSide.Other) };

        TailAlignment.Align(known, rows).FirstNew.ShouldBe(2);
    }

    [Fact]
    public void A_side_that_is_told_only_now_does_not_make_a_row_new()
    {
        var known = new[] { Row("a", null), Row("b", null) };
        var rows = new[] { Row("a", null, RowSide.Other), Row("b", null, RowSide.Own), Row("c", null, RowSide.Other) };

        TailAlignment.Align(known, rows).FirstNew.ShouldBe(2);
    }

    [Fact]
    public void Rows_that_share_nothing_with_the_tail_are_lost_and_not_new() =>
        TailAlignment.Align(Rows("a b c"), Rows("x y z")).Lost.ShouldBeTrue();

    [Fact]
    public void One_common_row_does_not_turn_a_page_of_history_into_new_messages() =>
        TailAlignment.Align(Rows("a b c d 好的"), Rows("好的 p q r s t u v w")).Lost.ShouldBeTrue();

    [Fact]
    public void An_empty_reading_says_nothing()
    {
        var joint = TailAlignment.Align(Rows("a b"), []);

        joint.Lost.ShouldBeFalse();
        joint.ReachesEnd.ShouldBeFalse();
    }

    /// <summary>
    /// A chat of few different texts, read through a window that slides, grows, is scrolled back, forgets its sides and
    /// relabels its times: the messages captured are those that were said, in order.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chat_read_in_any_way_gives_every_message_once(bool idsOfSlots)
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var chat = new List<MessageRow>();
            Say(chat, random, random.Next(1, 12));
            var known = new List<MessageRow>(chat);
            var captured = new List<string>();
            var said = chat.Count;
            for (var step = 0; step < 12; step++)
            {
                Say(chat, random, random.Next(0, 4));
                var read = Window(chat, random, idsOfSlots, known.Count);
                var joint = TailAlignment.Align(known, read);

                joint.Lost.ShouldBeFalse($"seed {seed}");
                captured.AddRange(read.Skip(joint.FirstNew).Where(row => row.Kind == RowKind.Text).Select(row => row.Text));
                if (joint.ReachesEnd)
                {
                    known = [.. known.Take(joint.KnownBefore), .. read];
                }
            }

            var final = TailAlignment.Align(known, chat);
            captured.AddRange(chat.Skip(final.FirstNew).Where(row => row.Kind == RowKind.Text).Select(row => row.Text));
            captured.ShouldBe(
                chat.Skip(said).Where(row => row.Kind == RowKind.Text).Select(row => row.Text), $"seed {seed}");
        }
    }

    private static void Say(List<MessageRow> chat, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var id = $"r{chat.Count}";
            if (random.Next(6) == 0)
            {
                chat.Add(new MessageRow(RowKind.Time, $"{9 + (chat.Count / 10)}:{chat.Count % 60:00}", id));
            }
            else
            {
                // With ids of slots the texts are all there is, so they must differ enough to tell places apart.
                chat.Add(new MessageRow(
                    RowKind.Text,
                    random.Next(3) == 0 ? "好的" : $"t{random.Next(4)}-{chat.Count / 3}",
                    id,
                    random.Next(4) == 0 ? RowSide.Own : RowSide.Other));
            }
        }
    }

    private static List<MessageRow> Window(List<MessageRow> chat, Random random, bool idsOfSlots, int known)
    {
        // The window reaches back to rows that are known: what is beyond is the business of the gap counter.
        var newest = random.Next(5) == 0 ? random.Next(0, 3) : 0;
        var end = Math.Max(1, chat.Count - newest);
        var start = Math.Max(0, end - Math.Min(known, 8) - random.Next(4, 10));
        return chat.GetRange(start, end - start).Select((row, slot) => row with
        {
            RuntimeId = idsOfSlots ? $"s{slot}" : row.RuntimeId,
            Side = random.Next(10) == 0 ? RowSide.Unknown : row.Side,
        }).ToList();
    }

    private static MessageRow Row(string text, string? id, RowSide side = RowSide.Unknown) =>
        new(RowKind.Text, text, id, side);

    private static List<MessageRow> Rows(string texts) => texts.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(text => text[0] switch
        {
            '@' => new MessageRow(RowKind.Time, text[1..]),
            '!' => new MessageRow(RowKind.System, text[1..]),
            _ => new MessageRow(RowKind.Text, text),
        }).ToList();
}
