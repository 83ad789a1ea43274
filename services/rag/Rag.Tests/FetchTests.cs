using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

/// <summary>Addresses that people name, over real HTTP: what is fetched, and what is not.</summary>
public sealed class FetchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_becomes_knowledge_and_nothing_leads_into_the_own_network()
    {
        var asked = new ConcurrentQueue<string>();
        await using var site = await ServeAsync(asked);
        var port = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);

        // The site's name stands for one on the public internet; its address by number is what it really is.
        await using var service = await TestHost.StartAsync(
            new RagModule(), databases,
            ("Rag:Fetch:InternalHosts:0", "localhost"), ("Rag:Fetch:Ports:0", $"{port}"), ("Rag:Fetch:MaxBytes", "20000"), ("Rag:Fetch:Seconds", "1"),
            ("Rag:JobsAtOnce", "4"));

        var jobs = await Task.WhenAll(
            new[]
            {
                $"http://localhost:{port}/help", $"http://localhost:{port}/moved", $"http://127.0.0.1:{port}/secret", $"http://localhost:{port}/to-secret",
                "http://169.254.169.254/latest/meta-data/", $"http://localhost:{port}/large", $"http://localhost:{port}/slow", $"http://localhost:{port}/film",
                $"http://localhost:{port}/gone",
            }.Select(url => FetchAsync(service, url)));
        await service.PublishAsync();

        jobs.Select(job => job.TryGetProperty("code", out var code) ? code.GetString() : job.GetProperty("state").GetString()).ShouldBe(
            ["done", "done", "forbidden_address", "forbidden_address", "forbidden_address", "too_large", "too_slow", "unsupported_format", "http_error"]);
        asked.ShouldNotContain("/secret");
        asked.ShouldContain("/to-secret");
        jobs[2].GetProperty("message").GetString()!.ShouldContain(" / ");
        (await service.SearchAsync("充电桩的质保期是几年"))[0].Text.ShouldContain("质保期是三年");
        (await service.PostAsync("urls", new { url = "file:///etc/passwd" })).Status.ShouldBe(400);
    }

    private static async Task<JsonElement> FetchAsync(TestHost service, string url)
    {
        var (status, job) = await service.PostAsync("urls", new { url });
        status.ShouldBe(202, job.ToString());
        return await service.JobAsync(job.GetProperty("id").GetGuid());
    }

    private static async Task<WebApplication> ServeAsync(ConcurrentQueue<string> asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var site = builder.Build();
        site.Use(next => context =>
        {
            asked.Enqueue(context.Request.Path);
            return next(context);
        });
        site.MapGet("/help", () => Results.Text("<h1>质保</h1><p>充电桩的质保期是三年，自签收之日起算。</p>", "text/html; charset=utf-8"));
        site.MapGet("/moved", () => Results.Redirect("/help"));
        site.MapGet("/to-secret", (HttpContext context) => Results.Redirect($"http://127.0.0.1:{context.Connection.LocalPort}/secret"));
        site.MapGet("/secret", () => Results.Text("内部"));
        site.MapGet("/large", () => Results.Text(new string('长', 20_000), "text/plain; charset=utf-8"));
        site.MapGet("/slow", (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        site.MapGet("/film", () => Results.Bytes([1, 2, 3], "video/mp4"));
        await site.StartAsync(Ct);
        return site;
    }
}
