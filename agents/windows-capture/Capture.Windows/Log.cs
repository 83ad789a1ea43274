using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Capture.Windows;

internal static partial class Log
{
    [LoggerMessage(EventId = 860, Level = LogLevel.Warning,
        Message = "A call to the WeChat window took longer than {Milliseconds} ms and was given up; {Hanging} hang")]
    public static partial void CallHangs(this ILogger logger, int milliseconds, int hanging);

    [LoggerMessage(EventId = 861, Level = LogLevel.Information,
        Message = "The WeChat window is {Handle:X}, class {ClassName}, client {Version}")]
    public static partial void WindowFound(this ILogger logger, long handle, string className, string? version);

    [LoggerMessage(EventId = 862, Level = LogLevel.Warning, Message = "The clipboard could not be given back: another program keeps it open")]
    public static partial void ClipboardNotGivenBack(this ILogger logger);

    [LoggerMessage(EventId = 863, Level = LogLevel.Information, Message = "The window that was in front before did not come back to the front")]
    public static partial void ForegroundNotGivenBack(this ILogger logger);

    [LoggerMessage(EventId = 864, Level = LogLevel.Warning, Message = "UI Automation refused: {Reason}")]
    public static partial void TreeRefused(this ILogger logger, string reason);

    [LoggerMessage(EventId = 865, Level = LogLevel.Information, Message = "Elements of {ClassName} are pressed by {Way} now: the way before had no effect")]
    public static partial void OtherWayToPress(this ILogger logger, string className, string way);

    [LoggerMessage(EventId = 866, Level = LogLevel.Warning, Message = "Keys were refused: {Reason}")]
    public static partial void KeysRefused(this ILogger logger, string reason);
}
