using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>Every process of the platform has it; a module adds nothing.</summary>
internal static class ServiceCallRegistration
{
    /// <param name="builder">The process.</param>
    /// <param name="caller">The name that its calls are made by: ai, standalone.</param>
    /// <param name="services">The services that run in it.</param>
    public static void AddServiceCalls(this IHostApplicationBuilder builder, string caller, IReadOnlyList<string> services)
    {
        builder.Services.AddOptions<ServiceCallOptions>().BindConfiguration(ServiceCallOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ServiceCallOptions>, ServiceCallOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<ServiceCallOptions>, ServiceAddressesValidator>();
        builder.Services.TryAddSingleton(new OwnServices(caller, services));
        builder.Services.TryAddSingleton<IServiceClients, ServiceClients>();
    }
}
