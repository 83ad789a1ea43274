using System.Runtime.InteropServices;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Session;

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
    private const uint LeftDown = 0x0002;
    private const uint LeftUp = 0x0004;
    private const uint RightDown = 0x0008;
    private const uint RightUp = 0x0010;
    private const uint WheelTurned = 0x0800;

    // MOVE, to a place and not by a distance, on all screens together.
    private const uint MovedTo = 0x0001 | 0x8000 | 0x4000;
    private const long PlacesOfScreens = 65_536;

    [FieldOffset(0)]
    public uint Kind;

    [FieldOffset(8)]
    public int X;

    [FieldOffset(12)]
    public int Y;

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

    /// <summary>
    /// A press of the main button where the pointer is. SendInput speaks of the buttons as they lie on the mouse: for a
    /// person who exchanged them the main one is the right one.
    /// </summary>
    public static IReadOnlyList<InputRecord> Click(bool areExchanged) => areExchanged
        ? [Mouse(RightDown), Mouse(RightUp)]
        : [Mouse(LeftDown), Mouse(LeftUp)];

    /// <summary>A turn of the wheel where the pointer is, down when negative.</summary>
    public static InputRecord Wheel(int step) => Mouse(WheelTurned) with { MouseData = unchecked((uint)step) };

    /// <summary>The pointer goes to the middle of a pixel.</summary>
    /// <param name="at">The pixel.</param>
    /// <param name="screens">All screens together, in physical pixels; it begins below zero where one stands left of the first.</param>
    public static InputRecord MoveTo(Point at, UiRect screens) => Mouse(MovedTo) with
    {
        X = Place(at.X - screens.Left, screens.Width),
        Y = Place(at.Y - screens.Top, screens.Height),
    };

    private static InputRecord Mouse(uint flags) => new() { Kind = MouseKind, MouseFlags = flags };

    private static int Place(int pixel, int pixels) => (int)(((2L * pixel) + 1) * (PlacesOfScreens / 2) / Math.Max(1, pixels));
}
