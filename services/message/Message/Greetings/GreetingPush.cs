using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Greetings;

/// <summary>
/// What one connection tells its agent about greetings: the table, or an empty one while the agent is stopped or its account
/// does not answer by itself. Told after the welcome and whenever it changes; a change that nobody woke it for it finds
/// within seconds.
/// </summary>
internal sealed class GreetingPush(
    Caller agent, AgentConnections connections, IServiceScopeFactory scopes, IOptions<MessageOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    private (long Version, bool IsOn)? told;
    private int seen;
    private DateTimeOffset lookAt;

    /// <returns>The frame to be sent; nothing when the agent knows.</returns>
    public async Task<AgentFrames.Greetings?> NextAsync(CancellationToken ct)
    {
        var changes = connections.GreetingChanges;
        var now = time.GetUtcNow();
        if (told is not null && changes == seen && now < lookAt)
        {
            return null;
        }

        (seen, lookAt) = (changes, now + LookAgain);
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MessageDbContext>();
        var version = await context.Greetings.MaxAsync(table => (long?)table.Version, ct) ?? 0;
        var isStopped = await context.Agents.AnyAsync(one => one.AgentId == agent.Id && one.StoppedAt != null, ct);
        var isOn = !isStopped && options.Value.AutonomyOf(agent) == Autonomy.Auto;
        if (told == (version, isOn))
        {
            return null;
        }

        var table = isOn && version > 0
            ? await context.Greetings.AsNoTracking().SingleAsync(one => one.Version == version, ct)
            : null;
        told = (version, isOn);
        return new AgentFrames.Greetings("greetings", version, table?.Entries ?? []);
    }
}
