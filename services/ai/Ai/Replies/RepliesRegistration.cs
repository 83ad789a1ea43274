using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Replies;

internal static class RepliesRegistration
{
    public static void AddReplies(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AiOptions>().BindConfiguration(AiOptions.Section).ValidateOnStart();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IValidateOptions<AiOptions>, AiOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<AiOptions>, AiTimeZoneValidator>(),
            ServiceDescriptor.Singleton<IOutputRule, NoLeak>(),
            ServiceDescriptor.Singleton<IOutputRule, NoMark>(),
            ServiceDescriptor.Singleton<IOutputRule, NoDenial>()]);
        services.TryAddSingleton<TemplateReplies>();
        services.TryAddSingleton<DisclosedReplies>();
        services.TryAddSingleton<AnswerReview>();
        services.TryAddSingleton<ModelDialogues>();
        services.TryAddSingleton<ModelAnswerer>();
        services.TryAddSingleton<IReplyWriter, ReplyWriter>();
    }

    public static void MapReplies(this IEndpointRouteBuilder routes)
    {
        routes.MapGetAnswer();
        routes.MapTryAnswer();
    }
}
