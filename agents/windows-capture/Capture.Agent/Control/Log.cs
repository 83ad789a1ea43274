using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Capture.Agent.Control;

internal static partial class Log
{
    [LoggerMessage(EventId = 872, Level = LogLevel.Information, Message = "Commands are heard at {Address}; status page: {IsPageOn}")]
    public static partial void Controllable(this ILogger logger, string address, bool isPageOn);

    [LoggerMessage(EventId = 873, Level = LogLevel.Error,
        Message = "Commands cannot be heard ({Reason}): status page, resume and stop do not work; pause works")]
    public static partial void NotControllable(this ILogger logger, string reason);

    [LoggerMessage(EventId = 874, Level = LogLevel.Warning, Message = "The status page's port {Port} cannot be had ({Reason}): there is no page")]
    public static partial void PageUnavailable(this ILogger logger, int port, string reason);

    [LoggerMessage(EventId = 875, Level = LogLevel.Warning, Message = "There is no hotkey {Keys}: {Reason}")]
    public static partial void HotkeyUnavailable(this ILogger logger, string keys, string reason);

    [LoggerMessage(EventId = 876, Level = LogLevel.Information, Message = "The hotkey {Keys} stops sending")]
    public static partial void HotkeyTaken(this ILogger logger, string keys);

    [LoggerMessage(EventId = 877, Level = LogLevel.Warning, Message = "The configuration has a key without effect: {Note}")]
    public static partial void KeyWithoutEffect(this ILogger logger, string note);

    [LoggerMessage(EventId = 878, Level = LogLevel.Warning, Message = "A request at this PC failed")]
    public static partial void RequestFailed(this ILogger logger, Exception failure);
}
