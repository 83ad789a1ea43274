using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;

namespace WeChatPlatform.Messaging.Poison;

/// <summary>
/// Why a message was given up, in words that name code and never data: the exception's type, where it was thrown, and its
/// code if it has one. Its message is left out, because it may quote what a customer wrote.
/// </summary>
internal static class FailureReason
{
    /// <summary>Carries the reason in RabbitMQ, in the place of MassTransit's own headers.</summary>
    public const string Header = "wechat-reason";

    private const string Ours = "WeChatPlatform.";

    /// <summary>Of the innermost exception: what wraps it only says that saving failed.</summary>
    public static string Of(Exception exception)
    {
        var failure = exception.GetBaseException();
        var code = CodeOf(failure) is { } known ? $" ({known})" : "";
        return SiteOf(failure) is { } site ? $"{failure.GetType().FullName}{code} at {site}" : $"{failure.GetType().FullName}{code}";
    }

    private static string? CodeOf(Exception failure) => failure switch
    {
        DbException { SqlState: { } state } => state,
        HttpRequestException { StatusCode: { } status } => $"{(int)status}",
        SocketException socket => socket.SocketErrorCode.ToString(),
        _ => null,
    };

    // The innermost frame of our own code tells more than that of the library which it called.
    private static string? SiteOf(Exception failure)
    {
        var methods = new StackTrace(failure, fNeedFileInfo: false).GetFrames().Select(frame => frame.GetMethod()).ToList();
        var method = methods.Find(one => one?.DeclaringType?.FullName?.StartsWith(Ours, StringComparison.Ordinal) is true)
            ?? methods.FirstOrDefault();
        return method is null ? null : NameOf(method);
    }

    // An async method runs as MoveNext of a nested class that is named for it: Consumer+<Consume>d__3.
    private static string NameOf(MethodBase method)
    {
        var type = method.DeclaringType;
        return type is { DeclaringType: { } outer } && type.Name.StartsWith('<') && type.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end
            ? $"{outer.FullName}.{type.Name[1..end]}"
            : $"{type?.FullName}.{method.Name}";
    }
}
