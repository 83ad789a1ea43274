using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace WeChatPlatform.Hosting;

/// <summary>Turns what an endpoint threw into a problem: the caller's fault, the database's absence, or ours.</summary>
internal sealed class FaultHandler(IProblemDetailsService problems, ILogger<FaultHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        var problem = Describe(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            logger.RequestFailed(exception, context.GetEndpoint()?.DisplayName);
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            logger.DatabaseAway(context.GetEndpoint()?.DisplayName, exception.GetType().Name);
            context.Response.Headers.RetryAfter = "2";
        }

        context.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem, Exception = exception });
    }

    internal static ProblemDetails Describe(Exception exception)
    {
        if (exception is BadHttpRequestException bad)
        {
            return Malformed(bad);
        }

        var status = IsDatabaseAway(exception)
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status500InternalServerError;
        var (code, detail) = ProblemCodes.Of(status);
        return new ProblemDetails { Status = status, Title = code, Detail = detail };
    }

    private static ProblemDetails Malformed(BadHttpRequestException bad)
    {
        var (code, detail) = ProblemCodes.Of(bad.StatusCode);

        // The path inside the body helps the caller; the exception's message names our types, so it stays here.
        if (bad.InnerException is JsonException { Path: { Length: > 1 } path })
        {
            detail = $"请求内容无法解析：{path} / The body could not be read at {path}.";
        }

        return new ProblemDetails { Status = bad.StatusCode, Title = code, Detail = detail };
    }

    // The retrying strategy wraps what it gave up on, so the cause may be some levels down.
    private static bool IsDatabaseAway(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: SocketException })
            {
                return true;
            }
        }

        return false;
    }
}
