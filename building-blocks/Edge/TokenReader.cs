using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace WeChatPlatform.Edge;

/// <summary>
/// Checks a token: our algorithm, our signature, our issuer, for us, and now. A token without an end is refused.
/// </summary>
internal sealed class TokenReader(
    SigningKey key, IOptions<EdgeOptions> options, TimeProvider time, ILogger<TokenReader> logger)
{
    // Ours are below 600 bytes; whoever sends more wants us to work.
    private const int MostBytes = 4_096;

    private readonly JwtSecurityTokenHandler handler = new()
    {
        MapInboundClaims = false,
        MaximumTokenSizeInBytes = MostBytes,
    };

    private readonly TokenValidationParameters parameters = new()
    {
        AuthenticationType = BearerHandler.Scheme,
        NameClaimType = CallerClaims.Id,
        RoleClaimType = CallerClaims.Role,
        IssuerSigningKey = key.Key,
        ValidIssuer = options.Value.Issuer,
        ValidAudience = options.Value.Audience,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidateIssuerSigningKey = true,
        LifetimeValidator = (from, to, _, _) => IsNow(
            from, to, time.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(options.Value.ClockSkewSeconds)),
    };

    /// <summary>The caller's claims; absent when the token is refused.</summary>
    public ClaimsPrincipal? Read(string token)
    {
        var (principal, refusal) = Check(token);
        if (principal is null)
        {
            logger.TokenRefused(refusal);
        }

        return principal;
    }

    private (ClaimsPrincipal? Principal, string? Refusal) Check(string token)
    {
        try
        {
            // This line of the library cannot be told which algorithms are valid, so the header is asked first: a token
            // that says "none", or that names a public-key algorithm to have our secret taken for a public key, ends here.
            if (handler.ReadJwtToken(token).Header.Alg != SecurityAlgorithms.HmacSha256)
            {
                return (null, "algorithm");
            }

            var principal = handler.ValidateToken(token, parameters, out _);
            return principal.Caller() is null ? (null, "claims") : (principal, null);
        }
        catch (Exception refused) when (refused is SecurityTokenException or ArgumentException or FormatException)
        {
            // The kind only: messages of this library quote the token.
            return (null, refused.GetType().Name);
        }
    }

    internal static bool IsNow(DateTime? from, DateTime? to, DateTime now, TimeSpan skew) =>
        to is not null && now < to.Value + skew && (from is null || now >= from.Value - skew);
}
