using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Ai.Tests.Media;

/// <summary>A server on a free port of this machine that answers one path as a test scripted it.</summary>
internal sealed class FakeEndpoint : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeEndpoint(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    public static async Task<FakeEndpoint> StartAsync(string path, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var built = builder.Build();
        built.MapPost(path, answer);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new FakeEndpoint(built);
    }

    public async ValueTask DisposeAsync()
    {
        using var noPatience = new CancellationTokenSource();
        await noPatience.CancelAsync();
        await app.StopAsync(noPatience.Token);
        await app.DisposeAsync();
    }
}
