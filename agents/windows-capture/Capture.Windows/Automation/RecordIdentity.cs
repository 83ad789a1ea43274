using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>Whether an element is still what a record says of it.</summary>
internal static class RecordIdentity
{
    /// <summary>
    /// A runtime id may be given to another row later, so the name counts too. Only its first line where the automation id
    /// is the chat's: the rest of a chat's entry is its last message and time.
    /// </summary>
    public static bool IsSame(UiNode now, UiNode then) =>
        now.RuntimeId == then.RuntimeId
        && now.Control == then.Control
        && string.Equals(now.ClassName, then.ClassName, StringComparison.Ordinal)
        && string.Equals(now.AutomationId, then.AutomationId, StringComparison.Ordinal)
        && (string.Equals(now.Name, then.Name, StringComparison.Ordinal)
            || (then.AutomationId.Length > 0 && FirstLine(now.Name).SequenceEqual(FirstLine(then.Name))));

    private static ReadOnlySpan<char> FirstLine(string name)
    {
        var end = name.AsSpan().IndexOf('\n');
        return end < 0 ? name : name.AsSpan(0, end);
    }
}
