using System.Globalization;
using System.Runtime.InteropServices;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>A combination as RegisterHotKey takes it: flags of the modifiers and a virtual key code.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyCombination(int Modifiers, int Key)
{
    private const int Alt = 1;
    private const int Control = 2;
    private const int Shift = 4;
    private const int Windows = 8;
    private const int FirstFunctionKey = 0x70;
    private const int FunctionKeys = 24;

    /// <summary>Reads "Ctrl+Alt+F12": one modifier at least, and a letter, a digit, a function key, Pause or End at the end.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static KeyCombination Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('+', StringSplitOptions.TrimEntries);
        var modifiers = 0;
        foreach (var part in parts[..^1])
        {
            var modifier = Modifier(part);
            if (modifier == 0 || (modifiers & modifier) != 0)
            {
                throw Bad(text);
            }

            modifiers |= modifier;
        }

        return modifiers != 0 && KeyCode(parts[^1]) is { } key ? new(modifiers, key) : throw Bad(text);
    }

    private static int Modifier(string name) => name.ToUpperInvariant() switch
    {
        "CTRL" or "CONTROL" => Control,
        "ALT" => Alt,
        "SHIFT" => Shift,
        "WIN" => Windows,
        _ => 0,
    };

    private static int? KeyCode(string name) => name.ToUpperInvariant() switch
    {
        // Letters and digits have their own characters as codes.
        [>= 'A' and <= 'Z' or >= '0' and <= '9'] one => one[0],
        "PAUSE" => 0x13,
        "END" => 0x23,
        ['F', .. var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && n is >= 1 and <= FunctionKeys => FirstFunctionKey + n - 1,
        _ => null,
    };

    private static FormatException Bad(string text) =>
        new($"'{text}' is no key combination; one is Ctrl+Alt+F12.");
}
