using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Message.Gate.Conditions;

namespace WeChatPlatform.Message.Gate;

internal static class GateTable
{
    /// <summary>
    /// The order in which the conditions are asked; docs/reliability.md has the same table. Who the question is of comes first,
    /// then what ends the decision, then what passes: a decision that is over is not kept waiting.
    /// </summary>
    public static IReadOnlyList<Type> Conditions { get; } =
    [
        typeof(UnknownDecision),
        typeof(LeaseLost),
        typeof(Settled),
        typeof(Superseded),
        typeof(ConversationPaused),
        typeof(Expired),
        typeof(AgentStopped),
        typeof(ClientVersionHeld),
        typeof(InQuietHours),
    ];

    public static void AddLastGate(this IServiceCollection services)
    {
        services.AddScoped<LastGate>();
        foreach (var condition in Conditions)
        {
            services.AddScoped(typeof(IGateCondition), condition);
        }
    }
}
