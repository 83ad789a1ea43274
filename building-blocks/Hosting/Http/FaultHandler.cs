using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WeChatPlatform.Hosting;

/// <summary>Turns what an endpoint threw into a problem: the caller's fault, the database's absence, or ours.</summary>
internal sealed class FaultHandler(
    IProblemDetailsService problems, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, ILogger<FaultHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        // The context has lost its endpoint by now.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        var problem = Describe(exception, endpoint);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            logger.RequestFailed(exception, endpoint?.DisplayName);
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            logger.DatabaseAway(endpoint?.DisplayName, exception.GetType().Name);
            context.Response.Headers.RetryAfter = "2";
        }

        context.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem, Exception = exception });
    }

    private ProblemDetails Describe(Exception exception, Endpoint? endpoint)
    {
        if (exception is BadHttpRequestException bad)
        {
            return Malformed(bad, endpoint);
        }

        if (HasUnstorableText(exception))
        {
            var (malformed, _) = ProblemCodes.Of(StatusCodes.Status400BadRequest);
            return new ProblemDetails
            {
                Status = StatusCodes.Status400BadRequest, Title = malformed, Detail = "文字里有不能保存的字符 / The text has a character that cannot be stored.",
            };
        }

        var status = IsDatabaseAway(exception)
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status500InternalServerError;
        var (code, detail) = ProblemCodes.Of(status);
        return new ProblemDetails { Status = status, Title = code, Detail = detail };
    }

    private ProblemDetails Malformed(BadHttpRequestException bad, Endpoint? endpoint)
    {
        var (code, detail) = ProblemCodes.Of(bad.StatusCode);

        // The path inside the body helps the caller; the exception's message names our types, so it stays here.
        if (bad.InnerException is JsonException { Path: { Length: > 1 } path })
        {
            if (endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } body
                && AllowedWords.At(path, body, json.Value.SerializerOptions) is { Count: > 0 } words)
            {
                return new ProblemDetails
                {
                    Status = bad.StatusCode,
                    Title = ProblemCodes.UnknownWord,
                    Detail = $"{path} 只能是 {string.Join("、", words)} 之一 / {path} has to be one of {string.Join(", ", words)}.",
                    Extensions = { ["path"] = path, ["allowed"] = words },
                };
            }

            detail = $"请求内容无法解析：{path} / The body could not be read at {path}.";
        }

        return new ProblemDetails { Status = bad.StatusCode, Title = code, Detail = detail };
    }

    // PostgreSQL refuses NUL in text, and no endpoint makes one: it came with the request.
    private static bool HasUnstorableText(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire })
            {
                return true;
            }
        }

        return false;
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
