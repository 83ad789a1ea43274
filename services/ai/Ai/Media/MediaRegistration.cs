using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Programs;

namespace WeChatPlatform.Ai.Media;

internal static class MediaRegistration
{
    public const string HttpClientName = "ai-media";

    public static void AddMedia(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<MediaOptions>().BindConfiguration(MediaOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MediaOptions>, MediaOptionsValidator>();
        services.AddSingleton<IValidateOptions<MediaOptions>, MediaOptionsConsistency>();
        services.AddHttpClient(HttpClientName, http =>
            {
                // Each reading has its own time.
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = 4_000_000;
            })
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry a customer's picture or voice to a host that nobody named.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        services.TryAddSingleton(provider =>
        {
            var media = provider.GetRequiredService<IOptions<MediaOptions>>().Value;
            return new ExternalProgram(
                new ProgramLimits(media.ProgramSeconds, media.ProgramMebibytes), provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<ImageReducer>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IMediaReader, TesseractReader>(),
            ServiceDescriptor.Singleton<IMediaReader, PaddleReader>(),
            ServiceDescriptor.Singleton<IMediaReader, VisionReader>(),
            ServiceDescriptor.Singleton<IMediaReader, FunAsrReader>(),
            ServiceDescriptor.Singleton<IMediaReader, TranscriptionReader>(),
        ]);
        services.TryAddSingleton<MediaReader>();
        services.TryAddSingleton<AttachmentSource>();
        services.AddHostedService<MediaAnnouncement>();
    }
}
