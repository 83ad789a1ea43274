using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>Whether the element that has the keys is the one meant, where that one does not say so itself.</summary>
internal static class FocusReading
{
    public static KeyboardFocus Of(UiNode meant, UiNode holder)
    {
        if (meant.RuntimeId is not null && meant.RuntimeId == holder.RuntimeId)
        {
            return KeyboardFocus.Here;
        }

        // A client that gives the focus to its window as a whole says nothing about its fields.
        return holder.Control is UiControl.Edit or UiControl.Document ? KeyboardFocus.Elsewhere : KeyboardFocus.Unknown;
    }
}
