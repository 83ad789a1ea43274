using System.Runtime.InteropServices;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>One event of the keyboard: a virtual key, or a UTF-16 unit that no key needs to have.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyStroke(ushort Key, ushort Unit, bool IsUp, bool IsExtended = false);

/// <summary>Which keys go down and up, in one batch that nothing of a person's typing can come between.</summary>
internal static class KeyPlan
{
    private const ushort Control = 0x11;
    private const ushort Enter = 0x0D;
    private const ushort Escape = 0x1B;
    private const ushort Down = 0x28;
    private const ushort Delete = 0x2E;

    public static IReadOnlyList<KeyStroke> Of(UiKeys keys) => keys switch
    {
        UiKeys.Enter => Press(Enter),
        UiKeys.ControlEnter => WithControl(Enter),
        UiKeys.ControlF => WithControl('F'),
        UiKeys.Escape => Press(Escape),
        // The arrow of its own, not the one of the number block, which NumLock turns into a 2.
        UiKeys.Down => [new(Down, 0, IsUp: false, IsExtended: true), new(Down, 0, IsUp: true, IsExtended: true)],
        _ => throw new ArgumentOutOfRangeException(nameof(keys)),
    };

    /// <summary>Everything in the field, replaced by what the clipboard has.</summary>
    public static IReadOnlyList<KeyStroke> PasteOver { get; } = [.. WithControl('A'), .. WithControl('V')];

    /// <summary>Everything in the field, taken out.</summary>
    public static IReadOnlyList<KeyStroke> Clear { get; } =
        [.. WithControl('A'), new(Delete, 0, IsUp: false, IsExtended: true), new(Delete, 0, IsUp: true, IsExtended: true)];

    /// <summary>The text unit by unit; both units of a pair, one after the other.</summary>
    /// <exception cref="ArgumentException">It has a line break or another control character: as a key that may send.</exception>
    public static IReadOnlyList<KeyStroke> Text(string text)
    {
        if (text.Any(char.IsControl))
        {
            throw new ArgumentException("A text that is typed has no control characters.", nameof(text));
        }

        return [.. text.SelectMany(unit => new KeyStroke[] { new(0, unit, IsUp: false), new(0, unit, IsUp: true) })];
    }

    private static KeyStroke[] Press(ushort key) => [new(key, 0, IsUp: false), new(key, 0, IsUp: true)];

    private static KeyStroke[] WithControl(ushort key) =>
        [new(Control, 0, IsUp: false), .. Press(key), new(Control, 0, IsUp: true)];
}
