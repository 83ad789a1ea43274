using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace WeChatPlatform.Capture.Agent.Configuration;

/// <summary>What a node of a YAML file says.</summary>
internal static class YamlNodes
{
    /// <summary>One scalar, or a list of them; null for anything else.</summary>
    public static List<string>? Texts(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { } text } => [text],
        YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode { Value: not null }) =>
            [.. list.Children.Select(child => ((YamlScalarNode)child).Value!)],
        _ => null,
    };

    /// <summary>"key:" and nothing behind it, or ~: as if it were not there.</summary>
    public static bool IsAbsent(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };
}
