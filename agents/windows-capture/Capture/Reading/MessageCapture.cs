using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Makes messages for the server of new rows: kind, sender, mention, age, and the bytes of what can be saved.</summary>
internal sealed class MessageCapture(
    IWeChatDesktop desktop,
    AttachmentStore attachments,
    AgentJournal journal,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<MessageCapture> logger)
{
    private const double ByPreview = 0.5;
    private const string Unknown = "unknown";
    private DateTimeOffset? _lookedAt = journal.State.LookedAt;

    /// <summary>All chats were looked at and nothing was left: what is found from now on came after this.</summary>
    public void Looked(DateTimeOffset at) => _lookedAt = at;

    /// <summary>The messages of a chat's new rows, in order. What was saved of them is durable.</summary>
    public async Task<IReadOnlyList<QueuedMessage>> MakeAsync(
        string chatId,
        ChatKey chat,
        ListedChat? entry,
        IReadOnlyList<MessageRow> rows,
        IReadOnlyList<RowAbsorption.FreshRow> fresh,
        CancellationToken ct)
    {
        var members = rows.Select(row => row.Sender).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var messages = new List<QueuedMessage>(fresh.Count);
        foreach (var one in fresh)
        {
            var recognised = MessageKinds.Recognise(one.Row);
            var isLast = entry is not null && ReferenceEquals(one, fresh[^1]) && one.Index == LastMessage(rows);
            var message = AgentTrace.InNewTrace("agent.capture", activity => Make(
                chatId, chat, rows, one, recognised, SenderOf(chat, one, isLast ? entry!.Preview : ""), members, activity));
            messages.Add(recognised.HasBytes && one.Side.Side != RowSide.Own
                ? await WithBytesAsync(message, chat, rows, one.Index, recognised, ct)
                : message);
        }

        return messages;
    }

    /// <summary>Drops what was saved for messages that came to nothing.</summary>
    public void Forget(IReadOnlyList<QueuedMessage> messages)
    {
        foreach (var message in messages.Where(message => message.AttachmentName is not null))
        {
            attachments.Delete(message.Id);
        }
    }

    private QueuedMessage Make(
        string chatId,
        ChatKey chat,
        IReadOnlyList<MessageRow> rows,
        RowAbsorption.FreshRow one,
        RecognisedRow recognised,
        (string Name, double Confidence) sender,
        IReadOnlyList<string> members,
        Activity? activity)
    {
        var side = one.Side.Side switch
        {
            RowSide.Own => "own",
            RowSide.Other => "other",
            _ => Unknown,
        };
        var mention = chat.IsGroup && one.Row.Kind == RowKind.Text && one.Side.Side != RowSide.Own
            ? AtMention.Read(recognised.Text, NamesIn(chat), members)
            : new AtMention.Reading(false, recognised.Text);
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        activity?.SetTag("message.id", id);
        var writtenAt = MessageAge.WrittenAt(rows, one.Index, _lookedAt, time.GetLocalNow()).ToUniversalTime();
        return new QueuedMessage(
            id, chatId, chat.Name, sender.Name, mention.Content, writtenAt, chat.IsGroup, mention.IsAtMe, side, activity?.Id)
        {
            Kind = recognised.Kind,
            Quoted = recognised.Quoted ?? one.TakenBack?.Text,
            SideSource = one.Side.Source,
            SideConfidence = one.Side.Confidence,
            SenderConfidence = sender.Confidence,
        };
    }

    /// <summary>
    /// Own messages are the account's and those of a private chat its name's. In a group the row tells, or, for the newest
    /// row, the chat list, which begins with the speaker.
    /// </summary>
    private (string Name, double Confidence) SenderOf(ChatKey chat, RowAbsorption.FreshRow one, string preview)
    {
        if (one.Side.Side == RowSide.Own)
        {
            return (options.Value.Account.Nickname, one.Side.Confidence);
        }

        if (!chat.IsGroup)
        {
            return (chat.Name, one.Side.Side == RowSide.Other ? 1 : 0);
        }

        if (one.Row.Sender is { } told)
        {
            return (told, 1);
        }

        var speaker = one.Row.Kind == RowKind.Text ? preview.IndexOf(": ", StringComparison.Ordinal) : -1;
        return speaker > 0 && FirstSight.Shows(preview, one.Row) && !MessageKinds.PreviewOf(one.Row).StartsWith(preview[..speaker], StringComparison.Ordinal)
            ? (preview[..speaker], ByPreview)
            : (Unknown, 0);
    }

    private List<string> NamesIn(ChatKey group)
    {
        var account = options.Value.Account;
        return account.Aliases.TryGetValue(group.Name, out var alias) && !string.IsNullOrWhiteSpace(alias)
            ? [alias.Trim(), account.Nickname]
            : [account.Nickname];
    }

    private async Task<QueuedMessage> WithBytesAsync(
        QueuedMessage message,
        ChatKey chat,
        IReadOnlyList<MessageRow> rows,
        int index,
        RecognisedRow recognised,
        CancellationToken ct)
    {
        var most = options.Value.Desktop.MaxAttachmentKibibytes * 1024L;
        if (most == 0 || await desktop.SaveAttachmentAsync(rows[index], most, ct) is not { } saved
            || saved.Content.Length == 0 || saved.Content.Length > most || !await IsStillThereAsync(chat, rows, index, ct))
        {
            logger.AttachmentNotSaved(message.Id, recognised.Kind);
            return message;
        }

        try
        {
            attachments.Save(message.Id, saved.Content.Span);
        }
        catch (IOException failure)
        {
            // A full disk must not cost the customer's words.
            logger.AttachmentNotKept(message.Id, failure.GetType().Name);
            return message;
        }

        var name = Path.GetFileName(saved.Name.Replace('\\', '/')).Trim();
        return message with { AttachmentName = name.Length == 0 ? recognised.FileName ?? recognised.Kind : name };
    }

    /// <summary>
    /// The list moves while a file is saved, and ids may be those of places: unless all that stood above the row and the row
    /// itself are as they were, the file may be of another row, or of another chat.
    /// </summary>
    private async Task<bool> IsStillThereAsync(ChatKey chat, IReadOnlyList<MessageRow> rows, int index, CancellationToken ct) =>
        await desktop.ReadOpenChatAsync(ct) is { } open && open.Key == chat && open.Rows.Count > index
            && open.Rows.Take(index + 1).Zip(rows).All(pair =>
                pair.First.Text == pair.Second.Text && pair.First.RuntimeId == pair.Second.RuntimeId);

    private static int LastMessage(IReadOnlyList<MessageRow> rows)
    {
        var last = rows.Count - 1;
        while (last >= 0 && rows[last].Kind != RowKind.Text)
        {
            last--;
        }

        return last;
    }
}
