using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Simulated;

public sealed class PageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication _app = null!;
    private HttpClient _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = SimulatorApp.Build(["--Simulator:Port=0", $"--Simulator:DataFolder={_folder.Path}"]);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _browser = new HttpClient
        {
            BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_page_needs_nothing_from_elsewhere_and_may_load_nothing_from_elsewhere()
    {
        using var answer = await _browser.GetAsync("/", TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
        foreach (var id in new[] { "chat-list", "messages", "customer-input", "customer-send" })
        {
            page.ShouldContain($"id=\"{id}\"");
        }
    }

    [Theory]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/page.css", "text/css")]
    public async Task The_page_has_its_script_and_style_from_the_same_process(string path, string mediaType)
    {
        using var answer = await _browser.GetAsync(path, TestContext.Current.CancellationToken);
        var content = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        content.ShouldNotContain("http://");
        content.ShouldNotContain("https://");
        (await _browser.GetStringAsync("/", TestContext.Current.CancellationToken)).ShouldContain(path.TrimStart('/'));
    }

    [Fact]
    public async Task Texts_never_become_markup() =>
        (await _browser.GetStringAsync("/page.js", TestContext.Current.CancellationToken)).ShouldNotContain("innerHTML");

    [Fact]
    public async Task A_page_of_another_host_name_is_not_served()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/play/state");
        request.Headers.Host = "evil.example";

        using var answer = await _browser.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Changes_are_told_to_an_open_page()
    {
        await using var stream = await _browser.GetStreamAsync("/play/changes", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var first = await NextVersionAsync(reader);

        using var said = await _browser.PostAsJsonAsync(
            "/play/chats/s2/messages", new { text = "在吗" }, TestContext.Current.CancellationToken);

        (await NextVersionAsync(reader)).ShouldBeGreaterThan(first);
    }

    private static async Task<long> NextVersionAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                return long.Parse(line["data:".Length..], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        throw new EndOfStreamException();
    }
}
