using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>One run of a process, from its command line to its exit code.</summary>
internal static class HostRun
{
    public static async Task<int> RunAsync(PlatformHostSetup setup, CancellationToken ct)
    {
        var error = setup.Error ?? Console.Error;
        try
        {
            var line = CommandLine.Parse(setup.Args);
            await using var app = await BuildAsync(setup, line, ct);
            return line switch
            {
                { Help: true } => await HelpAsync(app, setup),
                { Verb: { } verb } => await RunVerbAsync(app, verb, line.VerbArgs, ct),
                _ => await ServeAsync(app, setup, ct),
            };
        }
        catch (StartRefusedException refused)
        {
            await error.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
        catch (OptionsValidationException fault)
        {
            // A module that reads its options while the host is built meets its fault before all can be listed.
            await error.WriteLineAsync(ConfigurationFaults.Refusal([fault]).Message);
            return ExitCodes.BadConfiguration;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 0;
        }
    }

    // Help must not start a private database server.
    private static async Task<WebApplication> BuildAsync(
        PlatformHostSetup setup, CommandLine line, CancellationToken ct) =>
        line.Help
            ? PlatformHost.Build(PlatformHost.CreateBuilder(setup), setup)
            : await PlatformHost.BuildAsync(setup, ct);

    private static async Task<int> ServeAsync(WebApplication app, PlatformHostSetup setup, CancellationToken ct)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PlatformHost).FullName!);
        ClientFaults.Survive(logger);
        try
        {
            await PlatformHost.StartAsync(app, ct);
        }
        catch (Exception failure) when (failure is not StartRefusedException and not OperationCanceledException)
        {
            // The last place that can tell: the process ends here.
            logger.HostFailed(failure, setup.ServiceName);
            return ExitCodes.Unexpected;
        }
        catch (OperationCanceledException) when (
            app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it was complete: Ctrl-C while it waits for RabbitMQ, or background work that failed at once.
            logger.HostStopped(setup.ServiceName);
            return ExitCodeOf(app);
        }

        var options = app.Services.GetRequiredService<IOptions<HostingOptions>>().Value;
        logger.HostStarted(setup.ServiceName, setup.Modules.Count, options.Url, options.ManagementUrl);
        await app.WaitForShutdownAsync(ct);
        logger.HostStopped(setup.ServiceName);
        return ExitCodeOf(app);
    }

    // Background work that fails stops the host; whoever restarts processes must not take that for a clean stop.
    private static int ExitCodeOf(WebApplication app) =>
        app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(work => work.ExecuteTask is { IsFaulted: true })
            ? ExitCodes.Unexpected
            : 0;

    private static async Task<int> RunVerbAsync(WebApplication app, string verb, string[] args, CancellationToken ct)
    {
        var command = app.Services.GetServices<IHostCommand>().FirstOrDefault(one => one.Verb == verb)
            ?? throw new StartRefusedException(
                ExitCodes.BadConfiguration, $"没有这个命令 / no such command: {verb} (--help)");
        ConfigurationFaults.ThrowIfAny(app.Services);
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(ct);
        ConsoleCancelEventHandler onInterrupt = (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };
        Console.CancelKeyPress += onInterrupt;
        try
        {
            return await command.RunAsync(args, app.Services, interrupted.Token);
        }
        catch (Exception failure) when (DatabasesAway.IsAway(failure))
        {
            throw DatabasesAway.Refusal(failure);
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
        }
    }

    private static async Task<int> HelpAsync(WebApplication app, PlatformHostSetup setup)
    {
        var output = setup.Output ?? Console.Out;
        await output.WriteLineAsync($"wechat-{setup.ServiceName} [命令 / command] [--config FILE] [--help]");
        await output.WriteLineAsync("没有命令时运行服务 / without a command it serves.");
        await output.WriteLineAsync("配置来自环境变量和 --config 的 JSON 文件 / configured by environment variables and a JSON file.");
        foreach (var command in app.Services.GetServices<IHostCommand>().OrderBy(one => one.Verb, StringComparer.Ordinal))
        {
            await output.WriteLineAsync($"  {command.Verb,-12} {command.Summary}");
        }

        return 0;
    }
}
