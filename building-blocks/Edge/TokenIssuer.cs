using System.IdentityModel.Tokens.Jwt;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace WeChatPlatform.Edge;

/// <summary>A token and the seconds it is valid for.</summary>
public sealed record IssuedToken(string AccessToken, int ExpiresIn);

/// <summary>Signs tokens. Whoever calls it has made sure who the caller is.</summary>
public sealed class TokenIssuer
{
    private readonly IOptions<EdgeOptions> options;
    private readonly TimeProvider time;
    private readonly SigningCredentials credentials;

    internal TokenIssuer(SigningKeys keys, IOptions<EdgeOptions> options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        credentials = new SigningCredentials(keys.Active, SecurityAlgorithms.HmacSha256);
    }

    /// <summary>Valid for as long as the settings say.</summary>
    public IssuedToken Issue(Caller caller) => Issue(caller, TimeSpan.FromHours(options.Value.TokenHours));

    public IssuedToken Issue(Caller caller, TimeSpan valid)
    {
        var now = time.GetUtcNow();
        var claims = caller.Claims()
            .Append(new(JwtRegisteredClaimNames.Jti, Guid.CreateVersion7(now).ToString("N")))
            .Append(new(JwtRegisteredClaimNames.Iat, $"{now.ToUnixTimeSeconds()}", System.Security.Claims.ClaimValueTypes.Integer64));
        var token = new JwtSecurityToken(
            options.Value.Issuer,
            options.Value.Audience,
            claims,
            now.UtcDateTime,
            now.Add(valid).UtcDateTime,
            credentials);
        return new IssuedToken(new JwtSecurityTokenHandler().WriteToken(token), (int)valid.TotalSeconds);
    }
}
