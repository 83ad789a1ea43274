using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Gateway.Keys;
using WeChatPlatform.Gateway.Users;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Gateway.FirstStart;

/// <summary>
/// Gives an empty platform its first administrator and its first agent's key, and tells them in a file.
/// </summary>
/// <remarks>
/// Concurrency is owned by an advisory lock that ends with the transaction: of several replicas one creates, the others find
/// an administrator. The file is written before the commit. A crash between the two leaves a file of credentials that do not
/// exist and a database without an administrator, so the next start makes new ones and replaces the file; the other order
/// could leave an administrator whose password nobody has ever seen.
/// </remarks>
internal sealed class CreateFirstIdentities(
    IServiceScopeFactory scopes,
    Secrets secrets,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<GatewayModule> logger) : IStartStep
{
    // Any number that no other lock of this database uses.
    private const long Lock = 7_105_001;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        var created = await database.Database.CreateExecutionStrategy().ExecuteAsync(
            ct => CreateAsync(database, ct), ct);
        if (created)
        {
            logger.FirstIdentitiesCreated(options.Value.FirstAgentId);
        }
    }

    private async Task<bool> CreateAsync(GatewayDbContext database, CancellationToken ct)
    {
        database.ChangeTracker.Clear();
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", ct);
        if (await database.Users.AnyAsync(u => u.Role == Policies.Admin, ct))
        {
            return false;
        }

        var credentials = new FirstCredentials(
            options.Value.FirstAgentId, Secrets.NewApiKey(), options.Value.FirstAdminName, Secrets.NewPassword());
        await AddAsync(database, credentials, ct);
        await database.SaveChangesAsync(ct);
        await WriteFileAsync(credentials, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task AddAsync(GatewayDbContext database, FirstCredentials credentials, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        database.AgentKeys.Add(new AgentKey
        {
            Id = Guid.CreateVersion7(now),
            AgentId = credentials.AgentId,
            Desktop = options.Value.FirstAgentDesktop,
            Hash = secrets.Hash(credentials.ApiKey),
            CreatedAt = now,
        });

        // A user of that name who is no administrator becomes one: the platform has nobody else to ask.
        var hash = secrets.Hash(credentials.Password);
        if (await database.Users.SingleOrDefaultAsync(u => u.Username == credentials.Username, ct) is { } user)
        {
            user.PasswordHash = hash;
            user.Role = Policies.Admin;
            return;
        }

        database.Users.Add(new ConsoleUser
        {
            Id = Guid.CreateVersion7(now),
            Username = credentials.Username,
            PasswordHash = hash,
            Role = Policies.Admin,
            CreatedAt = now,
        });
    }

    private async Task WriteFileAsync(FirstCredentials credentials, CancellationToken ct)
    {
        try
        {
            await CredentialsFile.WriteAsync(options.Value.DataFolder, credentials, ct);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                ExitCodes.BadConfiguration,
                $"无法写入首次登录凭据 / cannot write the first credentials: {failure.Message} (Gateway:DataFolder)",
                failure);
        }
    }
}
