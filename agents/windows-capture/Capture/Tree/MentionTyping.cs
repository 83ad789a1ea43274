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

    private static readonly TimeSpan ListTime = TimeSpan.FromSeconds(3);

    // A line break or a tab is a key that does something else.
    public static bool Begins(string text) => Split(text) is not null && text.Length <= LongestTyped && !text.Any(char.IsControl);

    /// <summary>
    /// False when no member of that name is offered; the box is empty then, and the text can be pasted as it is. Whether the
    /// box holds the text in the end is for the caller to read, as after pasting.
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
        if (await OfferedAsync(profile, member, ct) is { } item && await window.ClickAsync(item, ct))
        {
            // The client puts the name and a blank of its own.
            await window.TypeAsync(input, rest, ct);
            return true;
        }

        await window.PressAsync(input, UiKeys.Escape, lastLook: null, ct);
        await window.PasteAsync(input, "", lastLook: null, ct);
        return false;
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
