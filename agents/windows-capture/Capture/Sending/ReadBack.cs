using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Sending;

/// <summary>
/// Looks into the chat for what became of a text after Enter. Sent means that its row was read, never that a key was pressed.
/// </summary>
internal sealed class ReadBack(
    IWeChatDesktop desktop,
    ChatReader reader,
    Recipient recipient,
    InputBox input,
    AgentJournal journal,
    IOptions<AgentOptions> options,
    TimeProvider time)
{
    private const int LongestObserved = 2000;

    /// <remarks>
    /// <paramref name="Left"/> is what stands in the box. <paramref name="Observed"/> is absent when the chat could not be read.
    /// </remarks>
    internal readonly record struct Sight(bool RowSeen, string Left, string? Observed);

    /// <summary>The chat's known rows. Taken before Enter, or before anything is read after a restart, they tell what came since.</summary>
    public IReadOnlyList<MessageRow> KnownRows(LedgerDecision decision) =>
        journal.State.Chats.GetValueOrDefault(decision.ChatId)?.Rows ?? ImmutableList<MessageRow>.Empty;

    /// <summary>Reads until the own row is there and the box holds nothing, or the time is over.</summary>
    public async Task<Sight> WatchAsync(LedgerSteps.Due due, IReadOnlyList<MessageRow> before, CancellationToken ct)
    {
        var key = due.Decision.Key();
        var started = time.GetTimestamp();
        var longest = TimeSpan.FromSeconds(options.Value.Pace.ReadBackSeconds);
        var left = "";
        string? observed = null;
        while (true)
        {
            var open = await desktop.ReadOpenChatAsync(ct);
            if (open?.Key == key)
            {
                await reader.TakeInAsync(open, entry: null, ct);
                left = await desktop.ReadInputAsync(ct);
                observed = Observe(before, open.Rows, left);
                if (IsSeen(due) && left.Length == 0)
                {
                    return new Sight(true, left, observed);
                }
            }
            else
            {
                await recipient.OpenAsync(due.Decision, ct);
            }

            if (time.GetElapsedTime(started) >= longest)
            {
                return new Sight(IsSeen(due), left, observed);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
        }
    }

    /// <summary>
    /// Looks for a text that should stand in the box before Enter. When it does, and the right chat is open, the rows are taken
    /// in: the tail is then exact, and a row that comes after it came after Enter.
    /// </summary>
    public async Task<Standing> LookAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        if (await desktop.ReadOpenChatAsync(ct) is not { } open || open.Key != due.Decision.Key())
        {
            return Standing.ChatChanged;
        }

        if (!await input.HoldsAsync(due.Part.Text, ct))
        {
            return Standing.TextGone;
        }

        await reader.TakeInAsync(open, entry: null, ct);
        if (IsSeen(due))
        {
            return Standing.AlreadySent;
        }

        // Pictures and files may have taken seconds.
        return await desktop.ReadTitleAsync(ct) != due.Decision.Key() ? Standing.ChatChanged
            : await input.HoldsAsync(due.Part.Text, ct) ? Standing.Stands
            : Standing.TextGone;
    }

    /// <summary>What a person is shown beside the intended text: the rows that are or may be ours, and the box.</summary>
    internal static string Observe(IReadOnlyList<MessageRow> before, IReadOnlyList<MessageRow> rows, string left)
    {
        var firstNew = TailAlignment.Align(before, rows).FirstNew;
        var text = new StringBuilder();
        foreach (var row in rows.Skip(firstNew).Where(row =>
            row.Side != RowSide.Other && row.Kind is not (RowKind.Time or RowKind.System)))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(row.Text);
        }

        if (left.Length > 0)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append("[输入框 / input box] ").Append(left);
        }

        return text.Length <= LongestObserved ? text.ToString() : text.ToString(0, LongestObserved);
    }

    private bool IsSeen(LedgerSteps.Due due) =>
        LedgerSteps.Find(journal.State, due.Decision.DecisionId, due.Index)!.RowSeen;
}

/// <summary>How a text stands that was put into the box.</summary>
internal enum Standing
{
    Stands,

    /// <summary>Another chat is open, or none.</summary>
    ChatChanged,

    /// <summary>Somebody took it out, or sent it.</summary>
    TextGone,

    /// <summary>The row of an earlier attempt came after all.</summary>
    AlreadySent,
}
