using System.Globalization;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// Sends one text to the account's own 文件传输助手 (File Transfer) by the same steps as an answer: the chat by name and title,
/// an input box that nobody uses, the title again before Enter, the row read back. The server's gate is not asked: nobody
/// but the account reads it.
/// </summary>
/// <remarks>
/// <paramref name="isStopped"/>: a person stopped this PC (<see cref="Control.LocalStop"/>). Who did does not want it to type, not
/// even a test; asked before anything is touched and again right before Enter.
/// </remarks>
internal sealed class TestSender(IWeChatDesktop desktop, IOptions<AgentOptions> options, Func<bool> isStopped, TimeProvider time)
{
    private const int TitleReads = 20;

    /// <summary>The chat's names, by the client's language.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["zh-CN"] = "文件传输助手",
        ["zh-TW"] = "檔案傳輸",
        ["en"] = "File Transfer",
    };

    private static readonly TimeSpan InputWait = TimeSpan.FromSeconds(2);

    /// <param name="language">
    /// The client's, as in <see cref="SelfCheckResult"/>: in another one a chat of that name is a person's. Absent: any.
    /// </param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="DesktopUnavailableException">The window went away meanwhile.</exception>
    public async Task<TestSend> SendAsync(string? language, CancellationToken ct)
    {
        if (isStopped())
        {
            return Refused(WindowState.StoppedLocally);
        }

        var names = language is not null && Names.TryGetValue(language, out var only) ? [only] : Names.Values.ToList();
        var listed = await desktop.ListChatsAsync(ct);
        var named = listed.Where(chat => names.Contains(chat.Name, StringComparer.Ordinal)).ToList();
        if (named.Count > 1)
        {
            return Refused("ambiguous_chat");
        }

        if (await OpenAsync(named.Count == 1 ? [named[0].Name] : names, ct) is not { } key)
        {
            return Refused("chat_not_found");
        }

        if (await ReadTitleUntilAsync(key, ct) is not { } before)
        {
            return Refused("recipient_not_verified");
        }

        var input = new InputBox(desktop, options, time);
        if (!await input.BecomesFreeAsync(InputWait, ct))
        {
            return Refused("input_in_use");
        }

        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[^8..];
        var text = string.Create(
            CultureInfo.InvariantCulture, $"自检 / self-check {time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z {id}");
        await desktop.SetInputAsync(text, ct);
        var isTaken = await input.ComesToHoldAsync(text, ct);
        var refusal = !isTaken ? "input_not_taken"
            : await desktop.ReadTitleAsync(ct) != key ? "recipient_changed"
            : isStopped() ? WindowState.StoppedLocally
            : null;
        if (refusal is not null)
        {
            await input.WithdrawAsync(text, ct);
            return Refused(refusal);
        }

        await desktop.PressEnterAsync(ct);
        if (await IsReadBackAsync(key, before, text, ct))
        {
            return new TestSend(true, null);
        }

        await input.WithdrawAsync(text, ct);
        return Refused("not_seen");
    }

    private static TestSend Refused(string reason) => new(false, reason);

    private async Task<ChatKey?> OpenAsync(IReadOnlyList<string> names, CancellationToken ct)
    {
        foreach (var name in names)
        {
            var key = new ChatKey(name, IsGroup: false);
            if (await desktop.OpenChatAsync(key, ct))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>The chat's rows once its title is shown; null when it does not come.</summary>
    private async Task<IReadOnlyList<MessageRow>?> ReadTitleUntilAsync(ChatKey key, CancellationToken ct)
    {
        for (var read = 0; read < TitleReads; read++)
        {
            if (await desktop.ReadOpenChatAsync(ct) is { } open && open.Key == key)
            {
                return open.Rows;
            }

            await PauseAsync(ct);
        }

        return null;
    }

    // The text is in no other row: it has the second and a random part.
    private async Task<bool> IsReadBackAsync(
        ChatKey key, IReadOnlyList<MessageRow> before, string text, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var longest = TimeSpan.FromSeconds(options.Value.Pace.ReadBackSeconds);
        while (true)
        {
            if (await desktop.ReadOpenChatAsync(ct) is { } open && open.Key == key
                && open.Rows.Any(row => row.Side != RowSide.Other && SameText.Is(row.Text, text))
                && !before.Any(row => SameText.Is(row.Text, text))
                && (await desktop.ReadInputAsync(ct)).Length == 0)
            {
                return true;
            }

            if (time.GetElapsedTime(started) >= longest)
            {
                return false;
            }

            await PauseAsync(ct);
        }
    }

    private Task PauseAsync(CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
}
