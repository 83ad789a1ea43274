using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Customer;

internal static partial class Log
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "Customer {CustomerId} created as {Code}")]
    public static partial void CustomerCreated(this ILogger logger, Guid customerId, string code);
}
