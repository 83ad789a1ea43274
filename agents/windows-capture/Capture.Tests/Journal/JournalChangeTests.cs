using System.Collections.Immutable;
using System.Text.Json;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Sending.Pacing;

namespace WeChatPlatform.Capture.Tests.Journal;

/// <summary>A change, written and read, makes of the state before it the state after it.</summary>
public sealed class JournalChangeTests
{
    private const int Cases = 3_000;

    /// <summary>A case is its seed: a failure names it.</summary>
    [Fact]
    public void A_state_and_its_changes_are_the_states_after_them()
    {
        var state = JournalState.Empty("ledger");
        var read = state;
        var expressed = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var after = Changed(state, new Random(seed));
            if (JournalChange.Between(state, after) is { } change)
            {
                expressed++;
                var written = JsonSerializer.SerializeToUtf8Bytes(change, JournalJson.Compact.JournalChange);
                read = JsonSerializer.Deserialize(written, JournalJson.Compact.JournalChange)!.ApplyTo(read);
            }
            else
            {
                read = after;
            }

            Text(read).ShouldBe(Text(after), $"seed {seed}");
            state = after;
        }

        expressed.ShouldBeInRange(Cases * 8 / 10, Cases - 1, "nearly all, and not those that forget a chat");
    }

    /// <summary>Whoever adds a member to the state adds it to its change too.</summary>
    [Fact]
    public void A_change_has_a_member_for_all_of_the_state_but_what_never_changes()
    {
        string[] never = [nameof(JournalState.LedgerId), nameof(JournalState.Format), nameof(JournalState.Pieces)];

        typeof(JournalChange).GetProperties().Select(member => member.Name).Order()
            .ShouldBe(typeof(JournalState).GetProperties().Select(member => member.Name).Except(never).Order());
    }

    [Theory]
    [InlineData("", "a", 0, 0, 0, "a")]
    [InlineData("abc", "abcd", 0, 3, 0, "d")]
    [InlineData("abc", "bcd", 1, 2, 0, "d")]
    [InlineData("abc", "axc", 0, 1, 1, "x")]
    [InlineData("abc", "ac", 0, 1, 1, "")]
    [InlineData("abcde", "cxye", 2, 1, 1, "xy")]
    [InlineData("abc", "", 0, 0, 3, "")]
    [InlineData("aaa", "aa", 0, 2, 1, "")]
    [InlineData("abc", "xyz", 0, 0, 3, "xyz")]
    public void A_list_tells_only_what_is_new_in_it(string before, string after, int dropped, int kept, int removed, string added)
    {
        var change = ListChange<char>.Between([.. before], [.. after])!;

        (change.Dropped, change.Kept, change.Removed, string.Concat(change.Added)).ShouldBe((dropped, kept, removed, added));
        string.Concat(change.ApplyTo([.. before])).ShouldBe(after);
    }

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(0, 0, 4)]
    [InlineData(-1, 1, 0)]
    public void A_change_that_does_not_fit_its_list_is_no_change(int dropped, int kept, int removed) =>
        Should.Throw<JsonException>(() => new ListChange<char>(dropped, kept, removed, ['x']).ApplyTo(['a', 'b', 'c']));

    private static string Text(JournalState state) => JsonSerializer.Serialize(
        state with { Chats = ImmutableDictionary<string, KnownChat>.Empty }, JournalJson.Compact.JournalState)
        + string.Join('\n', state.Chats.OrderBy(chat => chat.Key, StringComparer.Ordinal)
            .Select(chat => chat.Key + JsonSerializer.Serialize(chat.Value, JournalJson.Compact.KnownChat)));

    private static JournalState Changed(JournalState state, Random random)
    {
        var id = $"{random.Next(1_000_000)}";
        var at = DateTimeOffset.UnixEpoch.AddMinutes(random.Next(1_000));
        for (var changes = 1 + random.Next(3); changes > 0; changes--)
        {
            var message = new QueuedMessage(id, "c", "张三", "张三", "在吗" + id, at, false, false, "other", null);
            state = random.Next(15) switch
            {
                0 => state with { Queue = Changed(state.Queue, message, random) },
                1 => state with { SetAside = Changed(state.SetAside, new RefusedMessage(message, 400, "no", at), random) },
                2 => state with
                {
                    Ledger = Changed(state.Ledger, new LedgerDecision(id, "c", "张三", false, [new LedgerPart("您好")], at, null), random),
                },
                3 => state with
                {
                    Reports = Changed(state.Reports, new DeliveryReport(id, 0, SendOutcome.Verified, null, at, null), random),
                },
                4 => state with { Doubts = Changed(state.Doubts, new Doubt(id, 0, "c", "您好", null), random) },
                5 => state with { Done = Changed(state.Done, new DoneDecision(id, [SendOutcome.NotSent]), random) },
                6 => state with { OpenGaps = Changed(state.OpenGaps, new CaptureGap(id, "c", "张三", false, "queue_full", 1, at), random) },
                7 => state with { Attachments = Changed(state.Attachments, new PendingAttachment(id, id, "a.png", null, "c"), random) },
                8 => state with { Sent = Changed(state.Sent, new SentText(id, 0, "c", "digest", at), random) },
                9 => state with { Gaps = state.Gaps + 1, LookedAt = random.Next(3) == 0 ? null : at },
                10 => state with { InstanceId = random.Next(3) == 0 ? null : id, FirstSentAt = at },
                11 => state with { Greetings = new GreetingTable(random.Next(), []) },
                12 when !state.Chats.IsEmpty && random.Next(4) == 0 => state with { Chats = state.Chats.Remove(state.Chats.Keys.First()) },
                _ => state with
                {
                    Chats = state.Chats.SetItem($"c{random.Next(20)}", new KnownChat(
                        "张三", false, id, [new MessageRow(RowKind.Text, id)], random.Next(2) == 0 ? null : new UnreadBadge(1, id))),
                },
            };
        }

        return state;
    }

    // What the agent does with its lists: adds, drops the oldest, takes out, exchanges.
    private static ImmutableList<T> Changed<T>(ImmutableList<T> list, T entry, Random random) => random.Next(5) switch
    {
        0 when !list.IsEmpty => list.RemoveAt(random.Next(list.Count)),
        1 when !list.IsEmpty => list.SetItem(random.Next(list.Count), entry),
        2 when list.Count > 1 => list.RemoveRange(0, 2).Add(entry),
        3 when list.Count > 30 => [],
        _ => list.Add(entry),
    };
}
