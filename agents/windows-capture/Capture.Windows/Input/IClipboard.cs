namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>One format of what the clipboard holds.</summary>
internal sealed record ClipboardItem(uint Format, byte[] Content);

/// <summary>The clipboard of this session. Only one program has it open at a time; every member may find it busy.</summary>
internal interface IClipboard
{
    /// <summary>Null when another program has it open, or hangs with it. What lies in memory of the system only (a pen, a palette) is left out.</summary>
    IReadOnlyList<ClipboardItem>? Read();

    /// <summary>
    /// False when another program has it open, hangs with it, or Windows refuses. The text stays out of the clipboard's
    /// history and of the cloud.
    /// </summary>
    bool WriteText(string text);

    /// <summary>As <see cref="WriteText"/>; the history has these items since they were copied.</summary>
    bool Write(IReadOnlyList<ClipboardItem> items);

    /// <summary>Changes with every change of the clipboard.</summary>
    uint Sequence { get; }
}
