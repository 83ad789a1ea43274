using System.Text.RegularExpressions;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Tree;

/// <summary>Which chat a title names, and whether it is a group.</summary>
internal static partial class ChatTitle
{
    /// <summary>WeChat 4.x: the label "(3)" beside the name exists for groups only.</summary>
    public static ChatKey Of(string name, string? countLabel) => new(name, !string.IsNullOrWhiteSpace(countLabel));

    /// <summary>
    /// WeChat 3.9: a group's title ends with its member count. A chat that the list has under the whole title is a private
    /// one that somebody called so, and so is one in which somebody of that whole name speaks: anybody may call himself
    /// "业主群(3)", and must not be taken for the group.
    /// </summary>
    public static ChatKey OfWhole(string title, IReadOnlyCollection<string> listed, IReadOnlyCollection<string> speakers) =>
        Counted().Match(title) is { Success: true } counted && !speakers.Contains(title)
            && (!listed.Contains(title) || listed.Contains(counted.Groups["name"].Value))
            ? new ChatKey(counted.Groups["name"].Value, IsGroup: true)
            : new ChatKey(title, IsGroup: false);

    /// <summary>
    /// The title in a tree of 3.9: the first text of the smallest part of the window that holds messages and input and has
    /// one before them. Null when no chat is open.
    /// </summary>
    public static string? Find(UiNode window, UiNode messages, UiNode input)
    {
        var shown = Path(window, messages);
        var typed = Path(window, input);
        if (shown is null || typed is null)
        {
            return null;
        }

        // From the smallest common part outwards, but never to one that holds another list: the texts of the chat list.
        for (var depth = shown.Zip(typed).TakeWhile(pair => ReferenceEquals(pair.First, pair.Second)).Count() - 1; depth >= 0; depth--)
        {
            var before = shown[depth].Subtree().TakeWhile(node => !ReferenceEquals(node, messages)).ToList();
            if (before.Exists(node => node.Control == UiControl.List))
            {
                return null;
            }

            if (before.Find(node => node is { Control: UiControl.Text, Name.Length: > 0 }) is { } title)
            {
                return title.Name;
            }
        }

        return null;
    }

    private static List<UiNode>? Path(UiNode from, UiNode to)
    {
        if (ReferenceEquals(from, to))
        {
            return [from];
        }

        foreach (var child in from.Children)
        {
            if (Path(child, to) is { } rest)
            {
                rest.Insert(0, from);
                return rest;
            }
        }

        return null;
    }

    [GeneratedRegex(@"^(?<name>.+?)\s?[(（]\d{1,4}[)）]$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 5_000)]
    private static partial Regex Counted();
}
