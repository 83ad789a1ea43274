using System.Globalization;
using WeChatPlatform.Chaos.Tests.Judging;
using WeChatPlatform.Chaos.Tests.Staging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Striking;

/// <summary>The persons of the company: the account's owner with a phone, and whoever pauses, stops and resumes at the console.</summary>
internal sealed class People(Stage stage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<QuietTime> _ordered = [];
    private readonly List<(string AgentId, string Chat, string Text, DateTimeOffset At)> _owners = [];
    private readonly List<Resume> _resumes = [];

    /// <summary>
    /// What was ordered at the console, from the platform's yes to the order to go on; and after each word of an owner,
    /// from the moment the platform had it, until somebody ended it or its time, which counts from the writing, was over.
    /// </summary>
    public IReadOnlyList<QuietTime> QuietTimes(Told told)
    {
        lock (_gate)
        {
            List<QuietTime> quiet = [.. _ordered];
            foreach (var (agentId, chat, text, wrote) in _owners)
            {
                // A window that does not tell who spoke leaves it to a person whether that was one.
                var stored = told.Of(agentId, chat).SelectMany(conversation => conversation.Messages)
                    .FirstOrDefault(message => message.Side == "own" && message.Content == text);
                if (stored is not null)
                {
                    var until = EndOf(agentId, chat, stored.ReceivedAt, wrote + Stage.OwnersPause);
                    quiet.Add(new QuietTime(agentId, chat, stored.ReceivedAt, until, "the owner wrote"));
                }
            }

            return quiet;
        }
    }

    /// <summary>The owner writes once, and somebody resumes the chat when the owner has finished.</summary>
    /// <param name="account">Whose owner.</param>
    /// <param name="fault">Chooses the chat.</param>
    /// <param name="done">Told when it is written.</param>
    /// <param name="ct">Ends it.</param>
    public async Task OwnerWritesAsync(Account account, Fault fault, TaskCompletionSource done, CancellationToken ct)
    {
        var chats = (await account.Players.LookAsync(ct)).Chats.OrderBy(chat => chat.Id, StringComparer.Ordinal).ToList();
        var chat = chats[fault.Chat % chats.Count].Name;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Lines.OwnersMark}第{fault.Number}句");
        lock (_gate)
        {
            _owners.Add((account.AgentId, chat, text, DateTimeOffset.UtcNow));
        }

        await account.Players.SayAsOwnerAsync(chat, text, ct);
        stage.Timeline.Say($"#{fault.Number}: the owner wrote in {chat} of {account.AgentId}");
        done.TrySetResult();
        await Task.Delay(fault.Lasting, ct);
        foreach (var conversation in await ConversationsAsync(account, chat, ct))
        {
            await OrderAsync($"api/v1/conversations/{conversation.Id}/resume", new { }, resumed: (account.AgentId, chat), ct);
        }
    }

    /// <summary>Pauses one private chat. A pause of one member of a group is no silence of the group.</summary>
    public async Task PauseAsync(Account account, Fault fault, TaskCompletionSource done, CancellationToken ct)
    {
        var conversations = (await ConversationsAsync(account, chat: null, ct)).Where(conversation => !conversation.IsGroup)
            .OrderBy(conversation => conversation.ChatName, StringComparer.Ordinal).ToList();
        if (conversations.Count == 0)
        {
            stage.Timeline.Say($"#{fault.Number}: nobody wrote yet");
            done.TrySetResult();
            return;
        }

        var chosen = conversations[fault.Chat % conversations.Count];
        await OrderAsync($"api/v1/conversations/{chosen.Id}/pause", new { Reason = "chaos" }, resumed: null, ct);
        var from = DateTimeOffset.UtcNow;
        done.TrySetResult();
        await Task.Delay(fault.Lasting, ct);
        var until = DateTimeOffset.UtcNow;
        await OrderAsync($"api/v1/conversations/{chosen.Id}/resume", new { }, resumed: (account.AgentId, chosen.ChatName), ct);
        Quiet(account, chosen.ChatName, from, until, fault);
    }

    public async Task StopAsync(Account account, Fault fault, TaskCompletionSource done, CancellationToken ct)
    {
        await OrderAsync($"api/v1/agents/{account.AgentId}/stop", new { Reason = "chaos" }, resumed: null, ct);
        var from = DateTimeOffset.UtcNow;
        done.TrySetResult();
        await Task.Delay(fault.Lasting, ct);
        var until = DateTimeOffset.UtcNow;
        await OrderAsync($"api/v1/agents/{account.AgentId}/resume", new { }, resumed: null, ct);
        Quiet(account, null, from, until, fault);
    }

    private void Quiet(Account account, string? chat, DateTimeOffset from, DateTimeOffset until, Fault fault)
    {
        lock (_gate)
        {
            _ordered.Add(new QuietTime(account.AgentId, chat, from, EndOf(account.AgentId, chat, from, until), $"#{fault.Number}"));
        }
    }

    // A resume by somebody else ends the pause of a chat before its time. Between asking and the answer nobody knows when it
    // took effect: a pause that began in between may have been ended by it.
    private DateTimeOffset EndOf(string agentId, string? chat, DateTimeOffset from, DateTimeOffset until) =>
        _resumes.Where(resume => resume.AgentId == agentId && resume.Chat == chat && resume.Answered > from)
            .Select(resume => resume.Asked > from ? resume.Asked : from).Append(until).Min();

    // The platform may be away while somebody gives an order: who works at the console tries again.
    private async Task OrderAsync(string path, object body, (string AgentId, string Chat)? resumed, CancellationToken ct)
    {
        var resume = resumed is { } chat ? new Resume(chat.AgentId, chat.Chat, DateTimeOffset.UtcNow) : null;
        if (resume is not null)
        {
            lock (_gate)
            {
                _resumes.Add(resume);
            }
        }

        await Eventually.Holds(
            path,
            async () =>
            {
                await stage.Access.PostAsync(path, body, ct);
                return true;
            },
            Patience);
        lock (_gate)
        {
            resume?.Answered = DateTimeOffset.UtcNow;
        }

        stage.Timeline.Say(path);
    }

    private async Task<IReadOnlyList<ConversationItem>> ConversationsAsync(Account account, string? chat, CancellationToken ct)
    {
        IReadOnlyList<ConversationItem> found = [];
        await Eventually.Holds(
            "the conversations are listed",
            async () =>
            {
                var page = await stage.Access.GetAsync<Page>("api/v1/conversations?limit=200", ct);
                found = [.. page.Items.Where(item => item.AgentId == account.AgentId && (chat is null || item.ChatName == chat))];
                return true;
            },
            Patience);
        return found;
    }

    /// <summary>An order to go on in a chat; not answered yet while <see cref="Answered"/> is at the end of time.</summary>
    private sealed class Resume(string agentId, string chat, DateTimeOffset asked)
    {
        public string AgentId => agentId;

        public string Chat => chat;

        public DateTimeOffset Asked => asked;

        public DateTimeOffset Answered { get; set; } = DateTimeOffset.MaxValue;
    }

    private sealed record Page(IReadOnlyList<ConversationItem> Items);
}
