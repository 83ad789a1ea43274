using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.ContainerServers.Cleanup;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers.Tests;

public sealed class ContainerRunTests : IAsyncLifetime
{
    private readonly CancellationToken ct = TestContext.Current.CancellationToken;
    private StubDocker stub = null!;
    private ContainerRun run = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await StubDocker.StartAsync();
        stub.Images.Add(ComposeImages.Of("postgres"));
        run = await ContainerRun.OpenAsync(stub.Host, NullLogger.Instance, TimeProvider.System, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Fact]
    public async Task A_server_is_handed_out_when_it_answers_on_its_published_port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        stub.Published = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answered = AnswerAsync(listener, "nothing yet", "hello");

        var server = await run.StartAsync(new EchoContainer(), ct);

        await answered;
        server.Port.ShouldBe(stub.Published);
        stub.Created.Single()["Labels"]![RunLabels.Run]!.GetValue<string>().ShouldBe(run.Id);
    }

    [Fact]
    public async Task An_image_that_is_missing_is_pulled()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        stub.Published = ((IPEndPoint)listener.LocalEndpoint).Port;
        stub.Images.Clear();
        var answered = AnswerAsync(listener, "hello");

        await run.StartAsync(new EchoContainer(), ct);

        await answered;
        stub.Requests.ShouldContain($"POST /images/create?fromImage={Uri.EscapeDataString(ComposeImages.Of("postgres"))}");
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_is_named_with_the_script_that_makes_it()
    {
        stub.Images.Clear();
        stub.PullRefusal = "no such host";

        var fault = await Should.ThrowAsync<LocalServerException>(() => run.StartAsync(new EchoContainer(), ct));

        fault.English.ShouldBe(
            $"The image {ComposeImages.Of("postgres")} is not on this machine and cannot be pulled: no such host. "
            + "Run scripts/local-images.sh to make it from Debian's packages.");
        fault.Chinese.ShouldContain("请运行 scripts/local-images.sh");
    }

    [Fact]
    public async Task A_container_that_ends_instead_of_answering_fails_with_its_last_words()
    {
        stub.ExitCode = 1;
        stub.Output = "invalid option: nonsense\n";

        var fault = await Should.ThrowAsync<LocalServerException>(() => run.StartAsync(new EchoContainer(), ct));

        fault.Message.ShouldContain("exit code 1");
        fault.Message.ShouldContain("invalid option: nonsense");
    }

    [Fact]
    public async Task At_the_end_the_runs_containers_are_gone_and_no_others()
    {
        stub.Add("mine", RunLabels.Of(run.Id, RunOwner.Current()));
        stub.Add("another", RunLabels.Of("another", RunOwner.Current()));

        await run.DisposeAsync();

        stub.Containers.ShouldBe(["another"]);
    }

    [Fact]
    public async Task What_a_process_that_is_gone_left_behind_is_removed_when_a_run_opens()
    {
        var here = RunOwner.Current();
        stub.Add("reused-id", RunLabels.Of("r1", here with { StartTicks = "1" }));
        stub.Add("ended", RunLabels.Of("r2", here with { ProcessId = int.MaxValue }));
        stub.Add("before-a-restart", RunLabels.Of("r3", here with { Boot = "another-boot" }));
        stub.Add("alive", RunLabels.Of("r4", here));
        stub.Add("cannot-be-seen", RunLabels.Of("r5", here with { PidNamespace = "1", ProcessId = int.MaxValue }));
        stub.Add("not-ours", []);

        await using var next = await ContainerRun.OpenAsync(stub.Host, NullLogger.Instance, TimeProvider.System, ct);

        stub.Containers.ShouldBe(["alive", "cannot-be-seen", "not-ours"], ignoreOrder: true);
    }

    [Fact]
    public void The_owner_reads_back_as_it_was_written()
    {
        var owner = RunOwner.Current();

        RunOwner.Parse(owner.ToString()).ShouldBe(owner);
        owner.IsGone.ShouldBeFalse();
        RunOwner.Parse("made by hand").ShouldBeNull();
    }

    private async Task AnswerAsync(TcpListener listener, params string[] answers)
    {
        foreach (var answer in answers)
        {
            using var client = await listener.AcceptTcpClientAsync(ct);
            await client.GetStream().ReadExactlyAsync(new byte["question".Length], ct);
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer), ct);
        }
    }

    /// <summary>A server with the simplest protocol there is, on the port that the stub publishes.</summary>
    private sealed class EchoContainer : ServerContainer
    {
        public int Port => PortOf(6379);

        internal override string Service => "postgres";

        internal override IReadOnlyList<int> Ports => [6379];

        internal override Task<bool> AnswersAsync(CancellationToken ct) =>
            TcpQuestion.AskAsync(Port, "question", answer => answer == "hello", ct);
    }
}
