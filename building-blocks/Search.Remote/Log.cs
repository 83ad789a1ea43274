using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

internal static partial class Log
{
    [LoggerMessage(EventId = 550, Level = LogLevel.Warning, Message = "{Server} is busy or away: try {Try} after {DelayMs} ms")]
    public static partial void TriedAgain(this ILogger logger, string server, int @try, double delayMs);

    [LoggerMessage(EventId = 551, Level = LogLevel.Warning, Message = "{Server} refused {Refused} of {Sent} changes for now: try {Try}")]
    public static partial void PartlyRefused(this ILogger logger, string server, int refused, int sent, int @try);

    [LoggerMessage(EventId = 552, Level = LogLevel.Information, Message = "{Server}: {Index} was made")]
    public static partial void IndexMade(this ILogger logger, string server, string index);

    [LoggerMessage(EventId = 553, Level = LogLevel.Information, Message = "{Server}: {Index} is in force, {Former} is not any more")]
    public static partial void IndexSwitched(this ILogger logger, string server, string index, string former);

    [LoggerMessage(EventId = 554, Level = LogLevel.Warning, Message = "{Server} takes no more than {Size} texts at once")]
    public static partial void BatchesSmaller(this ILogger logger, string server, int size);

    [LoggerMessage(EventId = 555, Level = LogLevel.Information, Message = "Vectors of {Model} replace those of {Former}: {Entries} entries")]
    public static partial void ModelSwitched(this ILogger logger, string model, string former, long entries);

    [LoggerMessage(EventId = 556, Level = LogLevel.Warning, Message = "Vectors of {Model} did not pass verification, {Former} stays in force")]
    public static partial void ModelNotSwitched(this ILogger logger, string model, string former);
}
