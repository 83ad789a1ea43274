namespace WeChatPlatform.Capture.Tree;

/// <summary>How a generation of the client tells what its list items and rows are.</summary>
public enum WindowReading
{
    /// <summary>WeChat 4.x: by class names and automation ids. The side of a row is not in the tree.</summary>
    Classes,

    /// <summary>WeChat 3.9: by what an item contains and where it stands; its elements have neither.</summary>
    Structure,
}

/// <summary>
/// Where the parts of one generation of the client's window are. Versioned data, so that a client's update costs a file and
/// no release.
/// </summary>
public sealed record SelectorProfile
{
    /// <summary>Name of the generation: 3.9, 4.0, 4.1.</summary>
    public required string Name { get; init; }

    /// <summary>Counts up with each change of the file.</summary>
    public required int Version { get; init; }

    /// <summary>Beginnings of the client versions that it is for, such as "4.1.".</summary>
    public required IReadOnlyList<string> ClientVersions { get; init; }

    /// <summary>Programs of the client without folder, such as Weixin.exe.</summary>
    public required IReadOnlyList<string> Processes { get; init; }

    /// <summary>Regular expressions of the main window's class.</summary>
    public required IReadOnlyList<string> WindowClasses { get; init; }

    /// <summary>Regular expressions of the login window's class.</summary>
    public required IReadOnlyList<string> LoginClasses { get; init; }

    /// <summary>The selectors by the name of the part: session_list, message_list, input and so on.</summary>
    public required IReadOnlyDictionary<string, UiSelector> Selectors { get; init; }

    public WindowReading Reading { get; init; }

    /// <summary>Regular expressions of the class that the window has while its tree is hidden.</summary>
    public IReadOnlyList<string> ShellClasses { get; init; } = [];

    /// <summary>Classes of rows that somebody sent; of <see cref="WindowReading.Classes"/> only.</summary>
    public IReadOnlyList<string> MessageClasses { get; init; } = [];

    /// <summary>Classes of rows without a speaker: times, notices.</summary>
    public IReadOnlyList<string> NoticeClasses { get; init; } = [];

    /// <summary>Names of rows that are a button of the client, such as 查看更多消息.</summary>
    public IReadOnlyList<string> SkippedRows { get; init; } = [];

    /// <summary>Regular expressions of titles and texts of a verification or security dialog.</summary>
    public IReadOnlyList<string> VerificationTexts { get; init; } = [];

    /// <summary>Regular expressions of what the client appends to the name of the input field, or shows in it while it is empty.</summary>
    public IReadOnlyList<string> InputHints { get; init; } = [];

    /// <summary>Names of the chat list by the client's language: zh-CN, zh-TW, en.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Languages { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Longest text in UTF-16 units that the client takes into one message as a text.</summary>
    public int LongestText { get; init; } = 2000;

    /// <summary>How deep below the window its parts may lie.</summary>
    public int Depth { get; init; } = 25;

    /// <summary>How deep below a list its items are told: themselves, or with avatar and texts.</summary>
    internal int ItemDepth => Reading == WindowReading.Classes ? 1 : Depth;

    /// <summary>Name and version, such as 4.1/3.</summary>
    public string Id => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}/{Version}");
}
