using System.Text.RegularExpressions;

namespace WeChatPlatform.Capture.Tree;

/// <summary>What the client appends to the name of the input field: "张三 按住 Ctrl + Win 使用语音输入文字".</summary>
internal static class InputHint
{
    /// <summary>The name without the hints of the profile.</summary>
    public static string Strip(SelectorProfile profile, string name)
    {
        foreach (var hint in profile.InputHints)
        {
            try
            {
                name = Regex.Replace(name, hint, "", RegexOptions.CultureInvariant, ProfileFields.Patience);
            }
            catch (RegexMatchTimeoutException)
            {
                // Such a name holds no hint.
            }
        }

        return name.Trim();
    }
}
