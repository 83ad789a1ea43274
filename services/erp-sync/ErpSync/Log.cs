using Microsoft.Extensions.Logging;

namespace WeChatPlatform.ErpSync;

internal static partial class Log
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Information, Message = "Mirror of {Kind} filled: {Rows} rows")]
    public static partial void MirrorFilled(this ILogger logger, string kind, int rows);

    [LoggerMessage(EventId = 6001, Level = LogLevel.Error,
        Message = "The {Kind} file of the import folder was not loaded: {Faults} faults, the first in line {Line}; the mirror stays as it was")]
    public static partial void MirrorFileRefused(this ILogger logger, string kind, int faults, int line);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Debug, Message = "Turn {TurnId}: {Orders} orders and {Products} products found")]
    public static partial void FactsFound(this ILogger logger, Guid turnId, int orders, int products);
}
