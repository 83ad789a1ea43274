using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge;

/// <summary>The scheme Bearer: a token in the Authorization header.</summary>
/// <remarks>
/// A browser's WebSocket cannot set headers, so an upgrade below /api/v1 may carry the token as access_token in its query.
/// Nothing else may: queries end up in histories and logs.
/// </remarks>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    TokenReader tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Bearer";
    private const string Prefix = Scheme + " ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Token(Context) is not { } token)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(tokens.Read(token) is { } principal
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme))
            : AuthenticateResult.Fail("The token is refused."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Scheme;
        return Refusals.WriteAsync(
            Context, StatusCodes.Status401Unauthorized, "not_authenticated", "请先登录 / Log in first.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refusals.WriteAsync(
        Context, StatusCodes.Status403Forbidden, "not_allowed", "没有权限 / This account may not do that.");

    private static string? Token(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return header[Prefix.Length..].Trim();
        }

        var isSocket = context.WebSockets.IsWebSocketRequest
            && context.Request.Path.StartsWithSegments("/api/v1", StringComparison.Ordinal);
        return isSocket && context.Request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;
    }
}
