namespace WeChatPlatform.Capture.Tree;

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
}
