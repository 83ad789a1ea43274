using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Gateway.Login;

/// <summary>An agent with its key, or a console user with a password, gets a token.</summary>
internal static class LogIn
{
    internal sealed record Request(string? AgentId, string? ApiKey, string? Username, string? Password);

    internal sealed record Response(string AccessToken, string TokenType, int ExpiresIn);

    public static void MapLogIn(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/auth/login", Handle)
            .AllowAnonymous()
            .RequireRateLimiting(LoginRate.Policy)
            .WithName("gateway.LogIn");

    /// <summary>What the request claims, when it claims one thing.</summary>
    internal static Claim? ClaimOf(Request request) => request switch
    {
        { AgentId: { } id, ApiKey: { } key, Username: null, Password: null } => new Claim(Caller.AgentKind, id, key),
        { Username: { } name, Password: { } password, AgentId: null, ApiKey: null } =>
            new Claim(Caller.UserKind, name, password),
        _ => null,
    };

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Request request,
        HttpContext http,
        Identities identities,
        Lockout lockout,
        TokenIssuer tokens,
        IOptions<GatewayOptions> options,
        TimeProvider time,
        ILogger<GatewayModule> logger,
        CancellationToken ct)
    {
        if (ClaimOf(request) is not { } claim)
        {
            return TypedResults.Problem(
                "请提供 agent_id 和 api_key，或 username 和 password / Send agent_id and api_key, or username and password.",
                statusCode: StatusCodes.Status400BadRequest,
                title: "malformed_request");
        }

        var account = Lockout.AccountOf(claim.Kind, claim.Id);
        var address = http.ClientNetwork();
        if (await lockout.AttemptAsync(account, address, ct) is { } wait)
        {
            logger.LoginLocked(claim.Kind);
            return Locked(http.Response, wait);
        }

        if (await identities.FindAsync(claim, ct) is { } caller)
        {
            await lockout.SucceededAsync(account, address, ct);
            var token = tokens.Issue(caller);
            logger.LoggedIn(caller.Kind);
            return TypedResults.Ok(new Response(token.AccessToken, "bearer", token.ExpiresIn));
        }

        logger.LoginRefused(claim.Kind);
        await Task.Delay(TimeSpan.FromMilliseconds(options.Value.RefusalDelayMilliseconds), time, ct);

        // One text for an unknown name and a wrong secret: which of the two it was helps nobody but a guesser.
        return TypedResults.Problem(
            "客户端ID无效或API Key错误 / Unknown client or wrong key.",
            statusCode: StatusCodes.Status401Unauthorized,
            title: "login_refused");
    }

    // The secret was not looked at: a right one gets the same answer, and so does a name that does not exist.
    private static ProblemHttpResult Locked(HttpResponse response, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            $"登录失败次数过多，请 {seconds} 秒后再试 / Too many wrong logins. Try again in {seconds} s.",
            statusCode: StatusCodes.Status429TooManyRequests,
            title: "login_locked");
    }
}

/// <summary>Who somebody says they are, and the proof.</summary>
internal sealed record Claim(string Kind, string Id, string Secret);
