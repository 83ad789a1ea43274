using Microsoft.Extensions.Logging;

namespace WeChatPlatform.ContainerServers;

internal static partial class Log
{
    [LoggerMessage(EventId = 340, Level = LogLevel.Information, Message = "Container {Container} runs {Image}")]
    public static partial void ContainerStarted(this ILogger logger, string container, string image);

    [LoggerMessage(EventId = 341, Level = LogLevel.Warning, Message = "Image {Image} is not here; pulling it")]
    public static partial void ImageMissing(this ILogger logger, string image);

    [LoggerMessage(EventId = 342, Level = LogLevel.Warning, Message = "Container {Container} of a process that is gone removed")]
    public static partial void OrphanRemoved(this ILogger logger, string container);
}
