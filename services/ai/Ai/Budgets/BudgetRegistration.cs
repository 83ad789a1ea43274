using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Budgets;

internal static class BudgetRegistration
{
    /// <summary>Budgets, their counters, and what keeps these with the ledger. The counters themselves are the host's.</summary>
    public static void AddBudgets(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<BudgetOptions>().BindConfiguration(BudgetOptions.Section).ValidateOnStart();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IValidateOptions<BudgetOptions>, BudgetOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<BudgetOptions>, BudgetZoneValidator>()]);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BudgetCalendar>();
        services.TryAddSingleton<BudgetLimits>();
        services.TryAddSingleton<BudgetWatch>();
        services.TryAddSingleton<SpendingCounters>();
        services.TryAddSingleton<IBudgets, BudgetStates>();
        services.AddHostedService<BudgetUpkeep>();
    }

    public static void MapBudgets(this IEndpointRouteBuilder routes) => routes.MapManageBudgets();
}
