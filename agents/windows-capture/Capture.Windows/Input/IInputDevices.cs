using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>Keyboard and mouse of this PC.</summary>
internal interface IInputDevices
{
    /// <summary>False when a person, or a program that has more rights than this one, keeps the keys to itself.</summary>
    bool Send(IReadOnlyList<KeyStroke> strokes);

    /// <summary>Whether a person holds Shift, Ctrl, Alt or Win: it would change every key that is sent.</summary>
    bool IsModifierHeld { get; }

    /// <summary>Presses the left button in the middle of the rectangle; the pointer is back where it was afterwards.</summary>
    bool Click(UiRect target);

    /// <summary>Turns the wheel over the middle of the rectangle; the pointer is back where it was afterwards.</summary>
    bool Wheel(UiRect target, bool down);
}
