using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Tools;

internal static class ToolRegistration
{
    public static void AddTools(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ToolOptions>().BindConfiguration(ToolOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ToolOptions>, ToolOptionsValidator>();
        services.AddSingleton<IValidateOptions<ToolOptions>, ToolNamesValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ErpTools>();
        services.TryAddSingleton<McpServers>();
        services.AddHostedService(provider => provider.GetRequiredService<McpServers>());
        services.TryAddSingleton<IToolBox, ToolBox>();
    }
}
