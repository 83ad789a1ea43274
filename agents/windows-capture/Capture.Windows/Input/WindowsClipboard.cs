using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>The clipboard of Windows, opened without a window: this thread must own none.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsClipboard : IClipboard
{
    private const uint UnicodeText = 13;
    private const uint Movable = 2;
    // More than a large screenshot; what is larger is not given back.
    private const int MostBytes = 128 * 1024 * 1024;

    /// <summary>Formats whose handle is no memory: bitmap (the same picture is there as CF_DIB), metafiles, palette.</summary>
    private static readonly HashSet<uint> NoMemory = [2, 3, 9, 14, 0x80, 0x82, 0x83, 0x8E];

    /// <summary>
    /// What a program that copied by OLE keeps there for itself: handles and streams of its own that mean nothing once it no
    /// longer owns the clipboard, and some of which it starts other programs to make.
    /// </summary>
    private static readonly HashSet<uint> OfOwner =
    [
        .. new[]
        {
            "DataObject", "Ole Private Data", "Object Descriptor", "Link Source", "Link Source Descriptor", "Embed Source", "Embedded Object",
            "OwnerLink", "ObjectLink", "Native",
        }.Select(RegisterClipboardFormat),
    ];

    /// <summary>With four zero bytes they keep a text out of the clipboard's history, the cloud and the watchers of clipboards.</summary>
    private static readonly uint[] Discretion =
    [
        RegisterClipboardFormat("ExcludeClipboardContentFromMonitorProcessing"),
        RegisterClipboardFormat("CanIncludeInClipboardHistory"),
        RegisterClipboardFormat("CanUploadToCloudClipboard"),
    ];

    public uint Sequence => GetClipboardSequenceNumber();

    public IReadOnlyList<ClipboardItem>? Read()
    {
        // A program may have promised what it copied, and is asked for it here. One that hangs would never answer, and the
        // clipboard would stay open for everybody.
        if (IsOwnerHung() || !OpenClipboard(0))
        {
            return null;
        }

        try
        {
            var items = new List<ClipboardItem>();
            var left = MostBytes;
            for (var format = EnumClipboardFormats(0); format != 0; format = EnumClipboardFormats(format))
            {
                // 0x200 to 0x3FF are private to their program.
                if (!NoMemory.Contains(format) && !OfOwner.Contains(format) && format is < 0x200 or > 0x3FF && Content(format, left) is { } content)
                {
                    left -= content.Length;
                    items.Add(new ClipboardItem(format, content));
                }
            }

            return items;
        }
        finally
        {
            _ = CloseClipboard();
        }
    }

    public bool WriteText(string text) =>
        Write([new ClipboardItem(UnicodeText, MemoryMarshal.AsBytes((text + '\0').AsSpan()).ToArray())]);

    public bool Write(IReadOnlyList<ClipboardItem> items)
    {
        // Also what is given back: the history has it since it was copied, and each answer would put it there again.
        IReadOnlyList<ClipboardItem> all =
            items.Count == 0 ? [] : [.. items, .. Discretion.Except(items.Select(item => item.Format)).Select(format => new ClipboardItem(format, new byte[4]))];
        // Who loses it is told, and waited for.
        if (IsOwnerHung() || !OpenClipboard(0))
        {
            return false;
        }

        try
        {
            if (!EmptyClipboard())
            {
                return false;
            }

            // The first is what it is for; of what is given back, what fits is better than nothing.
            return all.Select(Put).ToList() is not [false, ..];
        }
        finally
        {
            _ = CloseClipboard();
        }
    }

    private static byte[]? Content(uint format, int most)
    {
        var memory = GetClipboardData(format);
        var size = memory == 0 ? 0 : GlobalSize(memory);
        if (size == 0 || size > (nuint)most)
        {
            return null;
        }

        var start = GlobalLock(memory);
        if (start == 0)
        {
            return null;
        }

        var content = new ReadOnlySpan<byte>((void*)start, (int)size).ToArray();
        _ = GlobalUnlock(memory);
        return content;
    }

    private static bool IsOwnerHung() => GetClipboardOwner() is not 0 and var owner && User32.IsHungAppWindow(owner);

    private static bool Put(ClipboardItem item)
    {
        var memory = GlobalAlloc(Movable, (nuint)item.Content.Length);
        var start = memory == 0 ? 0 : GlobalLock(memory);
        if (start == 0)
        {
            _ = GlobalFree(memory);
            return false;
        }

        item.Content.CopyTo(new Span<byte>((void*)start, item.Content.Length));
        _ = GlobalUnlock(memory);
        // The clipboard owns the memory from here on, unless it refused.
        if (SetClipboardData(item.Format, memory) != 0)
        {
            return true;
        }

        _ = GlobalFree(memory);
        return false;
    }

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool OpenClipboard(nint window);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CloseClipboard();

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool EmptyClipboard();

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetClipboardOwner();

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint EnumClipboardFormats(uint format);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetClipboardData(uint format);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint SetClipboardData(uint format, nint memory);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetClipboardSequenceNumber();

    [LibraryImport("user32.dll", EntryPoint = "RegisterClipboardFormatW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint RegisterClipboardFormat(string name);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GlobalAlloc(uint flags, nuint bytes);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GlobalFree(nint memory);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GlobalLock(nint memory);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GlobalUnlock(nint memory);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nuint GlobalSize(nint memory);
}
