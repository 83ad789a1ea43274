using System.Net;
using System.Text;
using WeChatPlatform.ContainerServers.Docker;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers.Tests;

public sealed class DockerEngineTests : IAsyncLifetime
{
    private static readonly ContainerSettings Settings = new(
        "redis:7",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["MODE"] = "test" },
        ["redis-server", "--save", ""],
        [6379],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["org.example.run"] = "r1" });

    private readonly CancellationToken ct = TestContext.Current.CancellationToken;
    private StubDocker stub = null!;
    private DockerEngine engine = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await StubDocker.StartAsync();
        stub.Images.Add("redis:7");
        engine = new DockerEngine(stub.Socket, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        engine.Dispose();
        await stub.DisposeAsync();
    }

    [Fact]
    public async Task A_container_is_made_with_random_ports_of_loopback_and_with_its_labels()
    {
        (await engine.CreateAsync(Settings, ct)).ShouldBe("c1");

        stub.Created.Single().ToJsonString().ShouldBe(
            """{"Image":"redis:7","Env":["MODE=test"],"Cmd":["redis-server","--save",""],"Labels":{"org.example.run":"r1"},"""
            + """
              "ExposedPorts":{"6379/tcp":{}},"HostConfig":{"PortBindings":{"6379/tcp":[{"HostIp":"127.0.0.1","HostPort":""}]}}}
              """);
    }

    [Fact]
    public async Task Without_a_command_the_images_own_is_run()
    {
        await engine.CreateAsync(Settings with { Command = [] }, ct);

        stub.Created.Single()["Cmd"].ShouldBeNull();
    }

    [Fact]
    public async Task A_running_container_tells_its_published_tcp_ports()
    {
        var id = await engine.CreateAsync(Settings, ct);
        await engine.StartAsync(id, ct);

        var status = await engine.InspectAsync(id, ct);

        status.Running.ShouldBeTrue();
        status.Ports.ShouldBe(new Dictionary<int, int> { [6379] = 49153 });
    }

    [Fact]
    public async Task A_container_that_ended_tells_its_exit_code_and_its_last_lines()
    {
        stub.ExitCode = 3;
        stub.Output = "无法启动\nbad option\n";
        var id = await engine.CreateAsync(Settings, ct);

        var status = await engine.InspectAsync(id, ct);

        (status.Running, status.ExitCode, status.Ports.Count).ShouldBe((false, 3, 0));
        (await engine.ReadLogAsync(id, 20, ct)).ShouldBe("无法启动\nbad option\n");
        stub.Requests.ShouldContain($"GET /containers/{id}/logs?stdout=true&stderr=true&tail=20");
    }

    [Fact]
    public async Task Only_containers_with_the_label_are_listed_also_those_that_ended()
    {
        stub.Add("other", new Dictionary<string, string>(StringComparer.Ordinal) { ["org.example.run"] = "r2" });
        var id = await engine.CreateAsync(Settings, ct);

        (await engine.ListAsync("org.example.run=r1", ct)).Select(container => container.Id).ShouldBe([id]);
        stub.Requests.Last().ShouldStartWith("GET /containers/json?all=true&filters=");
    }

    [Fact]
    public async Task Removing_kills_and_takes_the_volumes_along_and_a_missing_container_is_fine()
    {
        var id = await engine.CreateAsync(Settings, ct);

        await engine.RemoveAsync(id, ct);
        await engine.RemoveAsync(id, ct);

        stub.Containers.ShouldBeEmpty();
        stub.Requests.TakeLast(2).ShouldAllBe(request => request == $"DELETE /containers/{id}?force=true&v=true");
    }

    [Fact]
    public async Task An_error_carries_its_status_and_dockers_own_message()
    {
        var refusal = await Should.ThrowAsync<DockerRefusedException>(() => engine.StartAsync("nobody", ct));

        refusal.Status.ShouldBe(HttpStatusCode.NotFound);
        refusal.Message.ShouldBe("No such container: nobody");
    }

    [Fact]
    public async Task A_pull_that_fails_after_it_began_is_an_error_though_its_status_is_200()
    {
        stub.PullReport =
            """
            {"status":"Pulling from library/postgres","id":"15"}
            {"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}
            """;

        var refusal = await Should.ThrowAsync<DockerRefusedException>(() => engine.PullAsync("postgres:15", ct));

        refusal.Message.ShouldBe("manifest unknown");
    }

    [Fact]
    public async Task A_missing_socket_is_named_with_what_to_do()
    {
        using var nowhere = new DockerEngine("/nowhere/docker.sock", TimeProvider.System);

        var fault = await Should.ThrowAsync<LocalServerException>(() => nowhere.ListAsync("any", ct));

        fault.English.ShouldStartWith("Docker's socket /nowhere/docker.sock does not exist. Install and start Docker");
        fault.Chinese.ShouldStartWith("没有找到 Docker 的套接字 /nowhere/docker.sock");
    }

    [Fact]
    public async Task A_socket_without_a_daemon_is_told_apart()
    {
        var socket = stub.Socket + ".left";
        using (var left = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            // Bound and never listened on: what a daemon that was killed leaves refuses in the same way.
            left.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(socket));
            using var nobody = new DockerEngine(socket, TimeProvider.System);

            var fault = await Should.ThrowAsync<LocalServerException>(() => nobody.ListAsync("any", ct));

            fault.English.ShouldStartWith($"Docker's socket {socket} refuses connections: Docker is not running.");
        }
    }

    [Fact]
    public void A_frame_that_is_cut_off_counts_as_far_as_it_goes()
    {
        byte[] frames = [1, 0, 0, 0, 0, 0, 0, 3, .. Encoding.UTF8.GetBytes("one"), 2, 0, 0, 0, 0, 0, 0, 9, .. Encoding.UTF8.GetBytes("two")];

        DockerLog.Read(frames).ShouldBe("onetwo");
    }

    [Theory]
    [InlineData(null, "/var/run/docker.sock")]
    [InlineData("", "/var/run/docker.sock")]
    [InlineData("unix:///run/user/1000/docker.sock", "/run/user/1000/docker.sock")]
    public void The_socket_is_where_docker_host_says(string? host, string expected) =>
        DockerAddress.SocketOf(host).ShouldBe(expected);

    [Theory]
    [InlineData("tcp://127.0.0.1:2375")]
    [InlineData("unix://relative")]
    public void Another_kind_of_address_is_refused(string host) =>
        Should.Throw<LocalServerException>(() => DockerAddress.SocketOf(host)).English.ShouldStartWith($"DOCKER_HOST is {host}, ");
}
