using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace WeChatPlatform.Ai.Guard;

internal static class GuardRegistration
{
    /// <summary>What checks an answer against its evidence, and what says how far it is to be trusted.</summary>
    public static void AddGuard(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<IAnswerGuard, EvidenceGuard>();
        builder.Services.TryAddSingleton<IAnswerConfidence, AnswerConfidence>();
    }
}
