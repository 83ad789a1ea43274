using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Honesty;

internal static class DisclosureRegistration
{
    public static void AddDisclosure(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<DisclosureOptions>().BindConfiguration(DisclosureOptions.Section).ValidateOnStart();
        builder.Services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IValidateOptions<DisclosureOptions>, DisclosureOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<DisclosureOptions>, DisclosureIsHonest>()]);
    }
}
