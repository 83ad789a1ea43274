using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading.Channels;
using WeChatPlatform.Capture.Control;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>RegisterHotKey on a thread of its own, whose message queue gets the presses; it has no window.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsHotkey(string keys) : IHotkey
{
    public const string Default = "Ctrl+Alt+F12";

    private const int Id = 1;
    private const uint QuitMessage = 0x0012;
    private const uint HotkeyMessage = 0x0312;
    // Holding the keys is one press.
    private const uint NoRepeat = 0x4000;

    private readonly KeyCombination _combination = KeyCombination.Parse(keys);
    private readonly Lock _lock = new();
    private Listener? _listener;

    public string Keys => keys;

    public async Task PressedAsync(CancellationToken ct)
    {
        Listener listener;
        lock (_lock)
        {
            listener = _listener ??= new Listener(_combination);
        }

        try
        {
            if (!await listener.HasKeysAsync(ct))
            {
                throw new HotkeyUnavailableException($"Another program has {keys}.");
            }

            await listener.PressedAsync(ct);
        }
        catch (Exception ended) when (ended is OperationCanceledException or HotkeyUnavailableException)
        {
            lock (_lock)
            {
                _listener = null;
            }

            await listener.EndAsync();
            throw;
        }
    }

    /// <summary>One caller at a time.</summary>
    private sealed class Listener
    {
        // The first says whether the keys were had, each other one is a press; then the thread ended.
        private readonly Channel<bool> _events = Channel.CreateUnbounded<bool>();
        private bool? _hasKeys;
        private uint _thread;

        public Listener(KeyCombination combination) =>
            new Thread(() => Listen(combination)) { IsBackground = true, Name = "hotkey" }.Start();

        public async Task<bool> HasKeysAsync(CancellationToken ct) => _hasKeys ??= await _events.Reader.ReadAsync(ct);

        public async Task PressedAsync(CancellationToken ct) => await _events.Reader.ReadAsync(ct);

        public async Task EndAsync()
        {
            if (await HasKeysAsync(CancellationToken.None))
            {
                PostThreadMessage(_thread, QuitMessage, 0, 0);
            }

            while (await _events.Reader.WaitToReadAsync(CancellationToken.None))
            {
                _ = _events.Reader.TryRead(out _);
            }
        }

        private void Listen(KeyCombination combination)
        {
            _thread = GetCurrentThreadId();
            // Makes the queue of this thread, so that whoever is told of the keys can also end it.
            var hasKeys = RegisterHotKey(0, Id, (uint)combination.Modifiers | NoRepeat, (uint)combination.Key);
            _events.Writer.TryWrite(hasKeys);
            while (hasKeys && GetMessage(out var message, 0, 0, 0) > 0)
            {
                if (message.Kind == HotkeyMessage)
                {
                    _events.Writer.TryWrite(true);
                }
            }

            if (hasKeys)
            {
                UnregisterHotKey(0, Id);
            }

            _events.Writer.Complete();
        }
    }

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool RegisterHotKey(nint window, int id, uint modifiers, uint key);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool UnregisterHotKey(nint window, int id);

    [LibraryImport("user32.dll", EntryPoint = "GetMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetMessage(out QueuedMessage message, nint window, uint first, uint last);

    [LibraryImport("user32.dll", EntryPoint = "PostThreadMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PostThreadMessage(uint thread, uint message, nuint wide, nint length);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetCurrentThreadId();
}

/// <summary>MSG.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct QueuedMessage
{
    public nint Window;
    public uint Kind;
    public nuint Wide;
    public nint Length;
    public uint Time;
    public int X;
    public int Y;
    public uint Private;
}
