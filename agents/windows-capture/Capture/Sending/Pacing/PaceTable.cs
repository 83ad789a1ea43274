using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Capture.Sending.Pacing.Conditions;

namespace WeChatPlatform.Capture.Sending.Pacing;

internal static class PaceTable
{
    /// <summary>The order in which the conditions are asked; docs/reliability.md has the same table.</summary>
    public static IReadOnlyList<IPaceCondition> Conditions { get; } =
    [
        new InQuietHours(),
        new DayIsFull(),
        new HourIsFull(),
        new WarmingUp(),
        new ChatIsFull(),
        new SameTextToMany(),
    ];

    public static void AddPace(this IServiceCollection services)
    {
        services.AddSingleton<SendPace>();
        foreach (var condition in Conditions)
        {
            services.AddSingleton(condition);
        }
    }
}
