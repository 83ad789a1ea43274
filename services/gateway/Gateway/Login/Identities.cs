using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Gateway.Login;

/// <summary>Finds whom a claim belongs to. It takes as long for a name that does not exist.</summary>
internal sealed class Identities(GatewayDbContext database, Secrets secrets, TimeProvider time)
{
    // Nothing that we gave out is longer; hashing more is work for nobody.
    private const int LongestSecret = 256;

    public async Task<Caller?> FindAsync(Claim claim, CancellationToken ct)
    {
        if (claim.Secret.Length > LongestSecret || claim.Id.Length > AgentIds.MaxLength || claim.Id.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        return claim.Kind == Caller.AgentKind ? await FindAgentAsync(claim, ct) : await FindUserAsync(claim, ct);
    }

    private async Task<Caller?> FindAgentAsync(Claim claim, CancellationToken ct)
    {
        var keys = await database.AgentKeys.AsNoTracking()
            .Where(k => k.AgentId == claim.Id && k.RevokedAt == null)
            .ToListAsync(ct);
        if (keys.Count == 0)
        {
            secrets.CompareWithNothing(claim.Secret);
            return null;
        }

        if (keys.Find(k => secrets.Matches(k.Hash, claim.Secret)) is not { } key)
        {
            return null;
        }

        var now = time.GetUtcNow();
        await database.AgentKeys.Where(k => k.Id == key.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), ct);
        return Caller.Agent(key.AgentId, key.Desktop, key.Id);
    }

    private async Task<Caller?> FindUserAsync(Claim claim, CancellationToken ct)
    {
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Username == claim.Id, ct);
        if (user is null)
        {
            secrets.CompareWithNothing(claim.Secret);
            return null;
        }

        if (!secrets.Matches(user.PasswordHash, claim.Secret))
        {
            return null;
        }

        var now = time.GetUtcNow();
        await database.Users.Where(u => u.Id == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastLoginAt, now), ct);
        return Caller.User(user.Username, user.Role);
    }
}
