using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>Attachments and gaps on their way to the server.</summary>
public sealed class UploadTests : IDisposable
{
    private static readonly byte[] Bytes = [137, 80, 78, 71, 1, 2, 3];
    private readonly TemporaryFolder _folder = new();
    private readonly SimulatedWorld _world = new(null, TimeProvider.System, TestAgent.Nickname);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_attachment_follows_its_message_under_the_servers_id_and_its_bytes_are_then_gone()
    {
        await using var server = await FakeServer.StartAsync();
        await using var agent = await StartAsync(server.Url);

        Queue(agent, "m1", "照片 1.png");

        await Eventually.HoldsAsync(() => server.Attachments.Count == 1, "the attachment stored");
        var (messageId, name, bytes) = server.Attachments.Single();
        (messageId, name).ShouldBe(("server-m1", "照片 1.png"));
        bytes.ShouldBe(Bytes);
        var message = server.Messages.Single();
        ((string)message["type"]!, (bool)message["attachment"]!).ShouldBe(("image", true));
        await Eventually.HoldsAsync(() => agent.Journal.State.Attachments.IsEmpty && Files().Length == 0, "nothing kept");
    }

    [Fact]
    public async Task An_attachment_that_is_not_taken_now_is_tried_again_and_delays_no_message()
    {
        await using var server = await FakeServer.StartAsync();
        foreach (var status in new[] { 503, 500, 429, 503 })
        {
            server.NextAttachmentStatuses.Enqueue(status);
        }

        await using var agent = await StartAsync(
            server.Url, ("Agent:Link:FirstRetryMilliseconds", "300"), ("Agent:Link:LongestRetryMilliseconds", "600"));
        Queue(agent, "m1", "a.png");
        Queue(agent, "m2", name: null);

        await Eventually.HoldsAsync(() => server.Messages.Count == 2, "both messages stored");
        server.Attachments.ShouldBeEmpty();
        await Eventually.HoldsAsync(() => server.Attachments.Count == 1, "the attachment stored");
    }

    [Theory]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task An_attachment_that_is_refused_is_given_up_and_the_next_one_goes_on(int status)
    {
        await using var server = await FakeServer.StartAsync();
        server.NextAttachmentStatuses.Enqueue(status);
        await using var agent = await StartAsync(server.Url);

        Queue(agent, "m1", "a.png");
        Queue(agent, "m2", "b.png");

        await Eventually.HoldsAsync(() => server.Attachments.Count == 1, "the second attachment stored");
        server.Attachments.Single().Name.ShouldBe("b.png");
        await Eventually.HoldsAsync(() => agent.Journal.State.Attachments.IsEmpty && Files().Length == 0, "nothing kept");
        agent.Journal.State.SetAside.ShouldBeEmpty("the message itself was taken");
    }

    [Fact]
    public async Task An_attachment_survives_a_restart_and_what_nobody_waits_for_does_not()
    {
        await using var server = await FakeServer.StartAsync();
        for (var failure = 0; failure < 1000; failure++)
        {
            server.NextAttachmentStatuses.Enqueue(503);
        }

        await using (var agent = await StartAsync(server.Url))
        {
            Queue(agent, "m1", "a.png");
            agent.Attachments.Save("orphan", Bytes);
            await Eventually.HoldsAsync(() => !agent.Journal.State.Attachments.IsEmpty, "the message taken");
        }

        server.NextAttachmentStatuses.Clear();
        await using var again = await StartAsync(server.Url);

        await Eventually.HoldsAsync(() => server.Attachments.Count == 1, "the attachment stored");
        server.Attachments.Single().Bytes.ShouldBe(Bytes);
        await Eventually.HoldsAsync(() => Files().Length == 0, "the orphan swept away");
    }

    [Fact]
    public async Task Bytes_that_were_damaged_are_given_up_and_the_message_stands()
    {
        await using var server = await FakeServer.StartAsync();
        server.NextAttachmentStatuses.Enqueue(503);
        await using var agent = await StartAsync(server.Url, ("Agent:Link:FirstRetryMilliseconds", "1000"));
        Queue(agent, "m1", "a.png");
        await Eventually.HoldsAsync(() => server.NextAttachmentStatuses.IsEmpty, "the first try");

        await File.WriteAllTextAsync(Files().Single(), "damaged", TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync(() => agent.Journal.State.Attachments.IsEmpty, "the attachment given up");
        (server.Messages.Count, server.Attachments.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Gaps_are_told_until_they_are_acknowledged()
    {
        await using var server = await FakeServer.StartAsync();
        server.Acknowledges = false;
        await using var agent = await StartAsync(server.Url, ("Agent:Link:HeartbeatSeconds", "1"));
        agent.Journal.Update(state => CaptureGaps.Add(state, new CaptureGap(
            "g1", "c_1", "张三", IsGroup: true, CaptureGaps.BadgeMismatch, 3, DateTimeOffset.UnixEpoch), limit: 10));
        await Eventually.HoldsAsync(() => server.Gaps.Count == 1, "the gap told");
        await Eventually.HoldsAsync(
            () => server.Heartbeats.Any(beat => (int)beat["status"]!["gaps"]! == 3 && (int)beat["status"]!["open_gaps"]! == 1), "the heartbeat");

        server.Acknowledges = true;
        server.CutSocket();

        await Eventually.HoldsAsync(() => agent.Journal.State.OpenGaps.IsEmpty, "the acknowledgement stored");
        server.Gaps.Count.ShouldBe(2);
        server.Gaps.Last().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(
            """{"type":"gap","gap_id":"g1","chat_id":"c_1","chat_name":"张三","is_group":true,"reason":"badge_mismatch","missing":3,"at":"1970-01-01T00:00:00+00:00"}""");
        agent.Journal.State.Gaps.ShouldBe(3, "the count stays");
    }

    [Fact]
    public async Task What_was_captured_while_the_server_was_away_comes_in_order_and_what_found_no_room_as_a_gap()
    {
        int port;
        await using (var first = await FakeServer.StartAsync())
        {
            port = new Uri(first.Url).Port;
        }

        await using var agent = await StartAsync($"http://127.0.0.1:{port}", ("Agent:Journal:QueueLimit", "1000"));
        for (var message = 0; message < 1_250; message += 50)
        {
            var batch = Enumerable.Range(message, 50).Select(index => Message($"m{index}", null)).ToList();
            agent.Journal.Update(state => MessageQueue.Add(state, batch, limit: 1_000));
        }

        await using var server = await FakeServer.StartAsync(port);
        await Eventually.HoldsAsync(() => server.Messages.Count == 1_000 && !server.Gaps.IsEmpty, "all that was kept");

        server.Messages.Select(message => (string)message["id"]!).ShouldBe(Enumerable.Range(250, 1_000).Select(index => $"m{index}"));
        ((string)server.Gaps.First()["reason"]!, (int)server.Gaps.First()["missing"]!).ShouldBe(("queue_full", 250));
    }

    private string[] Files() => Directory.Exists(Path.Combine(_folder.Path, "attachments"))
        ? Directory.GetFiles(Path.Combine(_folder.Path, "attachments"))
        : [];

    private static void Queue(RunningAgent agent, string id, string? name)
    {
        if (name is not null)
        {
            agent.Attachments.Save(id, Bytes);
        }

        agent.Journal.Update(state => MessageQueue.Add(state, [Message(id, name)], 100));
    }

    private Task<RunningAgent> StartAsync(string url, params (string, string)[] settings) =>
        RunningAgent.StartAsync(_folder.Path, url, new WorldDesktop(_world), settings: settings);

    private static QueuedMessage Message(string id, string? attachment) => new(
        id, "c_1", "张三", "张三", "[图片]", DateTimeOffset.UnixEpoch, IsGroup: false, IsAtMe: false, "other", Traceparent: null)
    {
        Kind = attachment is null ? "text" : "image",
        AttachmentName = attachment,
    };
}
