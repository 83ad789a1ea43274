using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Understanding;

internal static class UnderstandingRegistration
{
    public static void AddUnderstanding(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<UnderstandingOptions>().BindConfiguration(UnderstandingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UnderstandingOptions>, UnderstandingOptionsValidator>();
        services.TryAddSingleton<SideQuestions>();
        services.TryAddSingleton<ITextReader, QuestionReader>();
        services.TryAddSingleton<ISummaryWriter, SummaryWriter>();
        services.TryAddSingleton<ConversationLines>();
    }

    public static void MapUnderstanding(this IEndpointRouteBuilder routes) => routes.MapSummariseConversation();
}
