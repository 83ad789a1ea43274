using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// Types a text that begins with "@member " so that the member is told: the client opens its list of members only for keys,
/// not for a text that is pasted.
/// </summary>
internal sealed class MentionTyping(IWeChatWindow window, IOptions<AgentOptions> options, TimeProvider time)
{
    // What follows is typed too, because pasting replaces what stands there: a long text would take too long.
    private const int LongestTyped = 200;

    // The ways to press an item.
    private const int Presses = 4;

    private static readonly TimeSpan ListTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PickTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShowTime = TimeSpan.FromSeconds(2);

    // A line break or a tab is a key that does something else.
    public static bool Begins(string text) => Split(text) is not null && text.Length <= LongestTyped && !text.Any(char.IsControl);

    /// <summary>
    /// False when no member of that name is offered, or the box does not show what was picked and typed; the box is empty
    /// then, and the text can be pasted as it is.
    /// </summary>
    /// <param name="profile">Says where the box and the list of members are.</param>
    /// <param name="text">One that <see cref="Begins"/> like it.</param>
    /// <param name="lastLook">Called before the first key; see <see cref="IWeChatWindow.PasteAsync"/>.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task<bool> TypeAsync(SelectorProfile profile, string text, Func<Task> lastLook, CancellationToken ct)
    {
        var input = profile.Selectors[SelectorNames.Input];
        var (member, rest) = Split(text)!.Value;
        await window.PasteAsync(input, "", lastLook, ct);
        await window.TypeAsync(input, "@" + member, ct);
        if (await OfferedAsync(profile, member, ct) is { } item && await PickAsync(input, "@" + member, item, ct))
        {
            // The client puts the name and a blank of its own.
            await window.TypeAsync(input, rest, ct);
            if (await BecomesAsync(input, value => SameText.Is(value, text), ShowTime, ct))
            {
                return true;
            }
        }

        if (await window.ReadAsync(profile.Selectors[SelectorNames.MentionList], 0, ct) is not null)
        {
            // Only while there is a list to close: without one the key may close something else.
            await window.PressAsync(input, UiKeys.Escape, lastLook: null, ct);
        }

        await window.PasteAsync(input, "", lastLook: null, ct);
        return false;
    }

    /// <summary>
    /// Presses the item until the box shows more than was typed: a press may only mark it, and done again it is done in
    /// another way. Enter is no way, because it sends when the list has closed by itself.
    /// </summary>
    private async Task<bool> PickAsync(UiSelector input, string typed, UiNode item, CancellationToken ct)
    {
        for (var press = 0; press < Presses && await window.ClickAsync(item, ct); press++)
        {
            if (await BecomesAsync(input, value => value.Length > typed.Length || value.Contains('\ufffc', StringComparison.Ordinal), PickTime, ct))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> BecomesAsync(UiSelector input, Predicate<string> wanted, TimeSpan longest, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (!wanted((await window.ReadAsync(input, 0, ct))?.Value?.TrimEnd('\r', '\n') ?? ""))
        {
            if (time.GetElapsedTime(started) >= longest)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
        }

        return true;
    }

    /// <summary>The one offered item of exactly that name; null when there is none, or two.</summary>
    private async Task<UiNode?> OfferedAsync(SelectorProfile profile, string member, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var list = await window.ReadAsync(profile.Selectors[SelectorNames.MentionList], profile.ItemDepth, ct);
            var named = list?.Children.Where(item => item.Control == UiControl.ListItem && SameText.Is(item.Name, member)).ToList() ?? [];
            if (named.Count > 0 || time.GetElapsedTime(started) >= ListTime)
            {
                return named.Count == 1 ? named[0] : null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
        }
    }

    /// <summary>The member, and what stands behind the blank.</summary>
    private static (string Member, string Behind)? Split(string text)
    {
        if (text.Length < 3 || text[0] != '@')
        {
            return null;
        }

        var blank = text.AsSpan().IndexOfAny(' ', '\u2005', '\u3000');
        return blank > 1 && blank < text.Length - 1 ? (text[1..blank], text[(blank + 1)..]) : null;
    }
}
