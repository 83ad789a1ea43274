using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace WeChatPlatform.Edge;

/// <summary>
/// Checks a token: our algorithm, our key and signature, our issuer, for us, and now; and that its access was not taken away.
/// A token without a beginning or an end is refused.
/// </summary>
internal sealed class TokenReader
{
    // Ours are below 700 bytes; whoever sends more wants us to work.
    private const int MostBytes = 4_096;

    private readonly SigningKeys keys;
    private readonly RevokedAccess revoked;
    private readonly TimeProvider time;
    private readonly TimeSpan skew;
    private readonly ILogger<TokenReader> logger;
    private readonly TokenValidationParameters parameters;

    private readonly JwtSecurityTokenHandler handler = new()
    {
        MapInboundClaims = false,
        MaximumTokenSizeInBytes = MostBytes,
    };

    public TokenReader(
        SigningKeys keys,
        RevokedAccess revoked,
        IOptions<EdgeOptions> options,
        TimeProvider time,
        ILogger<TokenReader> logger)
    {
        this.keys = keys;
        this.revoked = revoked;
        this.time = time;
        this.logger = logger;
        skew = TimeSpan.FromSeconds(options.Value.ClockSkewSeconds);
        parameters = new TokenValidationParameters
        {
            AuthenticationType = BearerHandler.Scheme,
            NameClaimType = CallerClaims.Id,
            RoleClaimType = CallerClaims.Role,
            ValidIssuer = options.Value.Issuer,
            ValidAudience = options.Value.Audience,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuerSigningKey = true,
            IssuerSigningKeyResolver = (_, _, keyId, _) => keys.For(keyId, time.GetUtcNow()),
            LifetimeValidator = (from, to, _, _) => IsNow(from, to, time.GetUtcNow().UtcDateTime, skew),
        };
    }

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
            var header = handler.ReadJwtToken(token).Header;
            if (header.Alg != SecurityAlgorithms.HmacSha256)
            {
                return (null, "algorithm");
            }

            // An extension that must be understood and is not (RFC 7515, 4.1.11).
            if (header.ContainsKey("crit"))
            {
                return (null, "extension");
            }

            // No keys would make the library look for others in the header.
            if (keys.For(header.Kid, time.GetUtcNow()).Count == 0)
            {
                return (null, "key");
            }

            var principal = handler.ValidateToken(token, parameters, out _);
            return Refusal(principal) is { } refusal ? (null, refusal) : (principal, null);
        }
        catch (Exception refused) when (refused is SecurityTokenException or ArgumentException or FormatException)
        {
            // The kind only: messages of this library quote the token.
            return (null, refused.GetType().Name);
        }
    }

    private string? Refusal(ClaimsPrincipal principal) =>
        principal.Caller() is not { } caller ? "claims"
        : principal.IssuedAt() is not { } issued || issued > time.GetUtcNow() + skew ? "issued_at"
        : caller.Grant is { } grant && revoked.Covers(grant) ? "revoked"
        : null;

    internal static bool IsNow(DateTime? from, DateTime? to, DateTime now, TimeSpan skew) =>
        to is not null && from is not null && now < to.Value + skew && now >= from.Value - skew;
}
