using System.Runtime.InteropServices;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>INPUT of SendInput, as it lies in memory of a 64-bit process.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal struct InputRecord
{
    private const uint MouseKind = 0;
    private const uint KeyboardKind = 1;
    private const uint Extended = 1;
    private const uint Up = 2;
    private const uint Unicode = 4;

    [FieldOffset(0)]
    public uint Kind;

    [FieldOffset(8)]
    public ushort Key;

    [FieldOffset(10)]
    public ushort Scan;

    [FieldOffset(12)]
    public uint KeyFlags;

    [FieldOffset(16)]
    public uint MouseData;

    [FieldOffset(20)]
    public uint MouseFlags;

    public static InputRecord Of(KeyStroke stroke) => new()
    {
        Kind = KeyboardKind,
        Key = stroke.Key,
        Scan = stroke.Unit,
        KeyFlags = (stroke.IsUp ? Up : 0) | (stroke.IsExtended ? Extended : 0) | (stroke.Key == 0 ? Unicode : 0),
    };

    /// <summary>A mouse event where the pointer is.</summary>
    public static InputRecord Mouse(uint flags, int data = 0) =>
        new() { Kind = MouseKind, MouseFlags = flags, MouseData = unchecked((uint)data) };
}
