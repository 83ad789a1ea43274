using System.Globalization;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Fleet.Tests;

/// <summary>A window of one private chat, in memory: what fifty real windows would cost is not what is tested here.</summary>
internal sealed class FleetWindow : IWeChatDesktop
{
    private const string Customer = "张三";
    private const int Loaded = 60;
    private readonly Lock _gate = new();
    private readonly List<MessageRow> _rows = [new(RowKind.Text, "您好", "1", RowSide.Other)];
    private int _nextId = 1;
    private int _unread;
    private bool _isOpen;
    private string _input = "";

    /// <summary>How often Enter was pressed.</summary>
    public int Sent { get; private set; }

    /// <summary>The customer writes.</summary>
    public void Say(string text)
    {
        lock (_gate)
        {
            Add(text, RowSide.Other);
            _unread += _isOpen ? 0 : 1;
        }
    }

    public Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct) => With<IReadOnlyList<ListedChat>>(
        () => [new ListedChat(Customer, Members: null, _unread, _rows[^1].Text)]);

    public Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct) => With(() =>
    {
        _unread = 0;
        return _isOpen = chat.Name == Customer;
    });

    public Task<ChatKey?> ReadTitleAsync(CancellationToken ct) =>
        With(() => _isOpen ? new ChatKey(Customer, IsGroup: false) : (ChatKey?)null);

    public Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct) =>
        With(() => _isOpen ? new OpenChat(new ChatKey(Customer, IsGroup: false), [.. _rows]) : null);

    public Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct) => Task.FromResult<RowPicture?>(null);

    public Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct) => Task.FromResult<SavedAttachment?>(null);

    public Task<string> ReadInputAsync(CancellationToken ct) => With(() => _input);

    public Task SetInputAsync(string text, CancellationToken ct) => With(() => _input = text);

    public Task PressEnterAsync(CancellationToken ct) => With(() =>
    {
        Add(_input, RowSide.Own);
        _input = "";
        return ++Sent;
    });

    private void Add(string text, RowSide side)
    {
        _rows.Add(new MessageRow(RowKind.Text, text, (++_nextId).ToString(CultureInfo.InvariantCulture), side));
        _rows.RemoveRange(0, Math.Max(0, _rows.Count - Loaded));
    }

    private Task<T> With<T>(Func<T> look)
    {
        lock (_gate)
        {
            return Task.FromResult(look());
        }
    }
}
