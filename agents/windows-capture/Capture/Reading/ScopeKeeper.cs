using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Reading;

/// <summary>
/// Removes from the journal what a rule that changed no longer includes, before anything of it can leave the PC. Decisions
/// for such chats stay until they are refused with a reason.
/// </summary>
internal sealed class ScopeKeeper(
    ScopeRule scope,
    AgentJournal journal,
    AttachmentStore attachments,
    IOptions<AgentOptions> options,
    ILogger<ScopeKeeper> logger) : IHostedService
{
    private bool _done;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Enforce();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>True when a chat of this name is in scope as a group and not as a private chat, or the other way round.</summary>
    public bool DependsOnKind(string name) => scope.Includes(name, isGroup: true) != scope.Includes(name, isGroup: false);

    /// <summary>Once a process: the rule is read at the start.</summary>
    public void Enforce()
    {
        if (_done)
        {
            return;
        }

        var before = journal.State;
        var account = options.Value.AccountId;
        var after = journal.Update(state => Within(state, scope, key => ChatIdentity.Of(account, key)));
        _done = true;
        if (after == before)
        {
            return;
        }

        foreach (var message in before.Queue.Concat(before.SetAside.Select(refused => refused.Message))
            .Where(message => message.AttachmentName is not null && !scope.Includes(message.ChatName, message.IsGroup)))
        {
            attachments.Delete(message.Id);
        }

        logger.LeftScope(before.Chats.Count - after.Chats.Count, before.Queue.Count - after.Queue.Count);
    }

    /// <summary>The state without chats out of scope; the same instance when there are none.</summary>
    internal static JournalState Within(JournalState state, ScopeRule scope, Func<ChatKey, string> idOf)
    {
        var left = state.Chats.Where(chat => !scope.Includes(chat.Value.Key())).Select(chat => chat.Key)
            .Concat(state.Queue.Where(message => IsOut(message.ChatName, message.IsGroup)).Select(message => message.ChatId))
            .Concat(state.SetAside.Where(refused => IsOut(refused.Message.ChatName, refused.Message.IsGroup))
                .Select(refused => refused.Message.ChatId))
            .Concat(state.OpenGaps.Where(gap => IsOut(gap.ChatName, gap.IsGroup)).Select(gap => gap.ChatId))
            .Concat(state.Ledger.Where(decision => !scope.Includes(decision.Key())).Select(decision => idOf(decision.Key())))
            .ToHashSet(StringComparer.Ordinal);
        if (left.Count == 0)
        {
            return state;
        }

        var chats = state.Chats.RemoveRange(left);
        var queue = state.Queue.RemoveAll(message => left.Contains(message.ChatId));
        var setAside = state.SetAside.RemoveAll(refused => left.Contains(refused.Message.ChatId));
        var gaps = state.OpenGaps.RemoveAll(gap => left.Contains(gap.ChatId));
        var attachments = state.Attachments.RemoveAll(attachment => left.Contains(attachment.ChatId));
        var doubts = state.Doubts.RemoveAll(doubt => left.Contains(doubt.ChatId));
        return chats.Count == state.Chats.Count && queue == state.Queue && setAside == state.SetAside && gaps == state.OpenGaps
            && doubts == state.Doubts && attachments == state.Attachments
            ? state
            : state with { Chats = chats, Queue = queue, SetAside = setAside, OpenGaps = gaps, Doubts = doubts, Attachments = attachments };

        bool IsOut(string name, bool isGroup) => !scope.Includes(name, isGroup);
    }
}
