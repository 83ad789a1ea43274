using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

public sealed class CommandTests
{
    [Fact]
    public async Task A_verb_runs_with_its_words_and_gives_the_exit_code()
    {
        var command = new CountWords();

        var (exit, _, _) = await RunAsync(command, "count", "a", "b");

        exit.ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_verb_is_refused()
    {
        var (exit, _, error) = await RunAsync(new CountWords(), "dance");

        exit.ShouldBe(ExitCodes.BadConfiguration);
        error.ShouldContain("dance");
    }

    [Fact]
    public async Task Help_lists_the_verbs()
    {
        var (exit, output, _) = await RunAsync(new CountWords(), "--help");

        exit.ShouldBe(0);
        output.ShouldContain("count");
        output.ShouldContain("数词 / counts words");
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(IHostCommand command, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await PlatformHost.RunAsync(
            new PlatformHostSetup
            {
                Args = args,
                Modules = [new StubModule(_ => { }, builder => builder.Services.AddSingleton(command))],
                ReadEnvironment = false,
                Output = output,
                Error = error,
                PrepareAsync = (builder, _) =>
                {
                    builder.Configuration.AddInMemoryCollection(TestHost.Settings());
                    return Task.CompletedTask;
                },
            },
            Ct);
        return (exit, output.ToString(), error.ToString());
    }

    private sealed class CountWords : IHostCommand
    {
        public string Verb => "count";

        public string Summary => "数词 / counts words";

        public Task<int> RunAsync(string[] args, IServiceProvider services, CancellationToken ct) =>
            Task.FromResult(args.Length);
    }
}
