namespace WeChatPlatform.Simulator;

/// <summary>
/// The chats of the simulated account and what a driver of its window can do. One lock owns all of it; every change is
/// in the file before it is visible.
/// </summary>
internal sealed class SimulatedWorld
{
    private static readonly TimeSpan QuietBeforeTimeRow = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly WorldFile? _file;
    private readonly TimeProvider _time;
    private readonly List<SimulatedChat> _chats = [];
    private readonly List<(DateTimeOffset Due, string ChatId, string Text)> _late = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SimulatedChat? _open;
    private WorldFaults _faults = new();
    private long _rowIds;

    /// <summary>A null file keeps the chats in memory only.</summary>
    public SimulatedWorld(WorldFile? file, TimeProvider time, string nickname)
    {
        _file = file;
        _time = time;
        Nickname = nickname;
        foreach (var change in file?.ReadAll() ?? [])
        {
            Apply(change);
        }

        // A client that was started anew shows no chat yet.
        _open = null;
    }

    public string Nickname { get; }

    public long Version { get; private set; }

    public WorldFaults Faults
    {
        get => Locked(() => _faults);
        set => Locked(() =>
        {
            _faults = value;
            return true;
        });
    }

    /// <summary>Ends when something changed after <paramref name="version"/>.</summary>
    public Task ChangedAfterAsync(long version) =>
        Locked(() => Version > version ? Task.CompletedTask : _changed.Task);

    public T Read<T>(Func<IReadOnlyList<SimulatedChat>, SimulatedChat?, T> view) => Locked(() =>
    {
        ShowLateRows();
        return view(_chats, _open);
    });

    /// <summary>Null when a chat of that name and kind exists and no second one is wanted.</summary>
    public string? CreateChat(string name, IReadOnlyList<string>? members, bool allowSameName) => Locked(() =>
    {
        if (!allowSameName && _chats.Exists(chat => chat.Name == name && chat.IsGroup == members is not null))
        {
            return null;
        }

        var id = $"s{_chats.Count + 1}";
        Record(new WorldEvent("created", id, _time.GetLocalNow(), name, Members: members));
        return id;
    });

    /// <summary>A customer speaks. False when there is no such chat, or the sender is not in the group.</summary>
    public bool Say(string chatId, string? sender, string text) => Locked(() =>
    {
        var chat = Find(chatId);
        if (chat is null || (chat.IsGroup && (sender is null || !chat.Members!.Contains(sender))))
        {
            return false;
        }

        Record(new WorldEvent("said", chatId, _time.GetLocalNow(), text, chat.IsGroup ? sender : chat.Name));
        return true;
    });

    /// <summary>The account's owner answers from the phone.</summary>
    public bool SayAsOwner(string chatId, string text) => Locked(() =>
    {
        if (Find(chatId) is null)
        {
            return false;
        }

        Record(new WorldEvent("answered", chatId, _time.GetLocalNow(), text));
        return true;
    });

    public bool SetDraft(string chatId, string text) => Locked(() =>
    {
        if (Find(chatId) is null)
        {
            return false;
        }

        Record(new WorldEvent("drafted", chatId, _time.GetLocalNow(), text));
        return true;
    });

    /// <summary>Opens the topmost chat of that name and kind, as a search would.</summary>
    public bool Open(string name, bool isGroup) => Locked(() =>
    {
        var chat = _chats.OrderByDescending(chat => chat.LastActivity)
            .FirstOrDefault(chat => chat.Name == name && chat.IsGroup == isGroup);
        if (chat is null)
        {
            return false;
        }

        if (_open != chat || chat.Unread > 0)
        {
            Record(new WorldEvent("opened", chat.Id, _time.GetLocalNow()));
        }

        return true;
    });

    /// <summary>Presses Enter in the open chat. False when none is open.</summary>
    public bool Enter() => Locked(() =>
    {
        if (_open is null)
        {
            return false;
        }

        var text = _open.Draft;
        if (_faults.EnterIgnored > 0)
        {
            _faults = _faults with { EnterIgnored = _faults.EnterIgnored - 1 };
        }
        else if (!string.IsNullOrWhiteSpace(text) && _faults.RowDelayMs > 0)
        {
            Record(new WorldEvent("drafted", _open.Id, _time.GetLocalNow(), ""));
            _late.Add((_time.GetUtcNow().AddMilliseconds(_faults.RowDelayMs), _open.Id, text));
        }
        else if (!string.IsNullOrWhiteSpace(text))
        {
            Record(new WorldEvent("sent", _open.Id, _time.GetLocalNow(), text));
        }

        return true;
    });

    private void ShowLateRows()
    {
        foreach (var late in _late.Where(late => late.Due <= _time.GetUtcNow()).ToList())
        {
            _late.Remove(late);
            Record(new WorldEvent("answered", late.ChatId, _time.GetLocalNow(), late.Text));
        }
    }

    private void Record(WorldEvent change)
    {
        _file?.Append(change);
        Apply(change);
        Version++;
        var waiting = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }

    private void Apply(WorldEvent change)
    {
        if (change.Type == "created")
        {
            _chats.Add(new SimulatedChat(change.ChatId, change.Text!, change.Members) { LastActivity = ++_rowIds });
            return;
        }

        var chat = Find(change.ChatId) ?? throw new InvalidDataException($"No simulated chat {change.ChatId}.");
        switch (change.Type)
        {
            case "said":
                AddRow(chat, change, own: false);
                chat.Unread += _open == chat ? 0 : 1;
                break;
            case "sent":
                chat.Draft = "";
                AddRow(chat, change, own: true);
                break;
            case "answered":
                AddRow(chat, change, own: true);
                break;
            case "drafted":
                chat.Draft = change.Text!;
                break;
            case "opened":
                _open = chat;
                chat.Unread = 0;
                break;
            default:
                throw new InvalidDataException($"The simulated chats hold an unknown line of type {change.Type}.");
        }
    }

    private void AddRow(SimulatedChat chat, WorldEvent change, bool own)
    {
        if (chat.Rows.Count == 0 || change.At - chat.Rows[^1].At > QuietBeforeTimeRow)
        {
            var clock = change.At.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
            chat.Rows.Add(new SimulatedRow(++_rowIds, RowClass.Time, clock, null, Own: false, change.At));
        }

        chat.Rows.Add(new SimulatedRow(++_rowIds, RowClass.Text, change.Text!, change.Sender, own, change.At));
        chat.LastActivity = _rowIds;
    }

    private SimulatedChat? Find(string chatId) => _chats.Find(chat => chat.Id == chatId);

    private T Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return work();
        }
    }
}
