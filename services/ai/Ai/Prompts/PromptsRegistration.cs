using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Prompts.Versions;

namespace WeChatPlatform.Ai.Prompts;

internal static class PromptsRegistration
{
    public static void AddPrompts(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PromptOptions>().BindConfiguration(PromptOptions.Section).ValidateOnStart();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IValidateOptions<PromptOptions>, PromptOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<PromptOptions>, PromptOptionsFit>()]);
        services.TryAddSingleton<PublishedPrompts>();
        services.TryAddSingleton<IPromptAssembler, PromptAssembler>();
        services.TryAddScoped<PromptPublisher>();
        services.AddHostedService<PromptUpkeep>();
    }

    public static void MapPrompts(this IEndpointRouteBuilder routes)
    {
        routes.MapReadPrompts();
        routes.MapSavePromptDraft();
        routes.MapPreviewPrompt();
        routes.MapPublishPrompt();
    }
}
