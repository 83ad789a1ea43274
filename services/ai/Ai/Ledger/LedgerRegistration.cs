using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Ledger;

internal static class LedgerRegistration
{
    /// <summary>What calls cost and where that is written. Needs the budgets beside it.</summary>
    public static void AddUsageLedger(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PriceOptions>().BindConfiguration(PriceOptions.Section).ValidateOnStart();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IValidateOptions<PriceOptions>, PricesAreWhole>(),
            ServiceDescriptor.Singleton<IPriceList, PricesOfSettings>()]);
        services.TryAddSingleton<IModelPrices, ModelPrices>();
        services.TryAddSingleton<ISpending, Spending>();
        services.TryAddScoped<CallRecorder>();
    }

    public static void MapUsageLedger(this IEndpointRouteBuilder routes)
    {
        routes.MapGetUsage();
        routes.MapListCalls();
        routes.MapGetDailyReport();
    }
}
