namespace WeChatPlatform.Simulator;

/// <summary>
/// The chats of the simulated account and what a driver of its window can do. One lock owns all of it; every change is
/// in the file before it is visible.
/// </summary>
internal sealed class SimulatedWorld
{
    private readonly Lock _gate = new();
    private readonly WorldFile? _file;
    private readonly TimeProvider _time;
    private readonly List<SimulatedChat> _chats = [];
    private readonly List<(DateTimeOffset Due, string ChatId, string Text)> _late = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SimulatedChat? _open;
    private WorldFaults _faults = new();
    private long _rowIds;
    private int _readings;

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

    /// <summary>
    /// The open chat and those of its rows that are in the tree now; null when no chat is open. A driver that reads a list
    /// that is still filling gets it nearer to its end.
    /// </summary>
    public (SimulatedChat Chat, IReadOnlyList<SimulatedRow> Rows)? Loaded(bool isReading) => Locked<(SimulatedChat, IReadOnlyList<SimulatedRow>)?>(() =>
    {
        ShowLateRows();
        if (_open is null)
        {
            return null;
        }

        _readings += isReading ? 1 : 0;
        var rows = _open.Rows.SkipLast(_faults.ScrolledUp).TakeLast(Math.Max(1, _faults.LoadedRows)).ToList();
        return (_open, _readings >= _faults.RenderSteps
            ? rows
            : rows.TakeLast(rows.Count * _readings / _faults.RenderSteps).ToList());
    });

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
    public bool Say(string chatId, string? sender, string text) => Say(chatId, sender, new SimulatedMessage(text));

    public bool Say(string chatId, string? sender, SimulatedMessage message) => Locked(() =>
    {
        var chat = Find(chatId);
        if (chat is null || (chat.IsGroup && (sender is null || !chat.Members!.Contains(sender))))
        {
            return false;
        }

        Record(new WorldEvent(
            "said", chatId, _time.GetLocalNow(), message.Text, chat.IsGroup ? sender : chat.Name, Message: Beyond(message)));
        return true;
    });

    /// <summary>The account's owner answers from the phone.</summary>
    public bool SayAsOwner(string chatId, string text) => SayAsOwner(chatId, new SimulatedMessage(text));

    public bool SayAsOwner(string chatId, SimulatedMessage message) => Locked(() =>
    {
        if (Find(chatId) is null)
        {
            return false;
        }

        Record(new WorldEvent("answered", chatId, _time.GetLocalNow(), message.Text, Message: Beyond(message)));
        return true;
    });

    /// <summary>The account's owner sits down at the PC: opens the chat, writes into the box and presses Enter.</summary>
    public bool TypeAsOwner(string chatId, string text) => Locked(() =>
    {
        if (Find(chatId) is not { } chat)
        {
            return false;
        }

        if (_open != chat || chat.Unread > 0)
        {
            Record(new WorldEvent("opened", chatId, _time.GetLocalNow()));
        }

        Record(new WorldEvent("drafted", chatId, _time.GetLocalNow(), text));
        Record(new WorldEvent("sent", chatId, _time.GetLocalNow(), text));
        return true;
    });

    /// <summary>Takes a message back: a notice stands in its place. False when there is no such message.</summary>
    public bool Recall(string chatId, long rowId) => Locked(() =>
    {
        if (Find(chatId)?.Rows.Find(row => row.Id == rowId) is not { Class: RowClass.Text })
        {
            return false;
        }

        Record(new WorldEvent("recalled", chatId, _time.GetLocalNow(), RowId: rowId));
        return true;
    });

    /// <summary>A row without a speaker: somebody joined, a pat.</summary>
    public bool Notice(string chatId, string text) => Locked(() =>
    {
        if (Find(chatId) is null)
        {
            return false;
        }

        Record(new WorldEvent("noticed", chatId, _time.GetLocalNow(), text));
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

    /// <summary>Opens the topmost chat of that name and kind, as a search would; 4.x knows no kinds.</summary>
    public bool Open(string name, bool isGroup) => Locked(() =>
    {
        var chat = _chats.OrderByDescending(chat => chat.LastActivity)
            .FirstOrDefault(chat => chat.Name == name && (_faults.FourX || chat.IsGroup == isGroup));
        if (chat is null)
        {
            return false;
        }

        _readings = 0;
        _faults = _faults with { ScrolledUp = 0 };
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
                chat.Add(change, own: false, NextId);
                chat.Unread += _open == chat ? 0 : 1;
                break;
            case "sent":
                chat.Draft = "";
                chat.Add(change, own: true, NextId);
                break;
            case "answered":
                chat.Add(change, own: true, NextId);
                break;
            case "drafted":
                chat.Draft = change.Text!;
                break;
            case "recalled":
                chat.TakeBack(change.RowId);
                break;
            case "noticed":
                chat.AddNotice(change, NextId);
                break;
            case "opened":
                _open = chat;
                chat.Unread = 0;
                break;
            default:
                throw new InvalidDataException($"The simulated chats hold an unknown line of type {change.Type}.");
        }
    }

    private long NextId() => ++_rowIds;

    // A plain text needs no more than its text in the file.
    private static SimulatedMessage? Beyond(SimulatedMessage message) =>
        message == new SimulatedMessage(message.Text) ? null : message;

    private SimulatedChat? Find(string chatId) => _chats.Find(chat => chat.Id == chatId);

    private T Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return work();
        }
    }
}
