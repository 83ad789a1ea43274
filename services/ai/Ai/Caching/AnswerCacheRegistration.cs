using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Caching;

internal static class AnswerCacheRegistration
{
    /// <summary>Answers that may be used again. The cache itself is the host's.</summary>
    public static void AddAnswerCache(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AnswerCacheOptions>().BindConfiguration(AnswerCacheOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AnswerCacheOptions>, AnswerCacheOptionsValidator>());
        services.TryAddSingleton<IAnswerCache, AnswerCache>();
    }
}
