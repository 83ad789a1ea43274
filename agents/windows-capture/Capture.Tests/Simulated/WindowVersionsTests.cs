using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Simulated;

/// <summary>What the simulated window of either version gives away over HTTP, and what the players can do.</summary>
public sealed class WindowVersionsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _app = SimulatorApp.Build(["--Simulator:Port=0", $"--Simulator:DataFolder={_folder.Path}", "--Simulator:FourX=true"]);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _http = new HttpClient
        {
            BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };
        await PostAsync("/play/chats/s1/messages", new { text = "大家好", sender = "赵大海" });
        await PostAsync("/desktop/open", new { name = "充电桩业主群", is_group = false });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_window_of_4x_tells_neither_side_nor_sender_nor_which_chats_are_groups()
    {
        var chats = (await GetAsync("/desktop/chats")).AsArray();
        var open = await GetAsync("/desktop/open");

        chats.ShouldAllBe(chat => chat!["name"] == null && chat["members"] == null);
        ((string)chats[0]!["automation_id"]!).ShouldBe("session_item_充电桩业主群");
        ((string)chats[0]!["item_name"]!).ShouldStartWith("充电桩业主群\n赵大海: 大家好\n");
        ((string)open["title"]!["count_label"]!).ShouldBe("(4)");
        open["title"]!["is_group"].ShouldBeNull();
        var row = open["rows"]!.AsArray()[^1]!;
        ((string)row["class_name"]!).ShouldBe("mmui::ChatTextItemView");
        (row["class"] ?? row["side"] ?? row["sender"]).ShouldBeNull();
    }

    [Fact]
    public async Task A_row_has_a_picture_until_the_window_is_covered()
    {
        var row = (string)(await GetAsync("/desktop/open"))["rows"]!.AsArray()[^1]!["runtime_id"]!;
        ((int)(await GetAsync($"/desktop/rows/{row}/picture"))["width"]!).ShouldBeGreaterThan(0);

        await PutAsync("/play/faults", new { four_x = true, covered = true });

        using var covered = await _http.GetAsync($"/desktop/rows/{row}/picture", TestContext.Current.CancellationToken);
        covered.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Files_are_sent_and_saved_up_to_a_size()
    {
        await PostAsync("/play/chats/s1/messages", new
        {
            kind = "file", file_name = "报价.txt", content = Convert.ToBase64String("一千元"u8), sender = "赵大海",
        });
        var row = (string)(await GetAsync("/desktop/open"))["rows"]!.AsArray()[^1]!["runtime_id"]!;

        var saved = await GetAsync($"/desktop/rows/{row}/attachment?max_bytes=100");
        using var tooLarge = await _http.GetAsync($"/desktop/rows/{row}/attachment?max_bytes=1", TestContext.Current.CancellationToken);

        (Convert.FromBase64String((string)saved["content"]!), (string)saved["name"]!).ShouldSatisfyAllConditions(
            file => file.Item1.ShouldBe("一千元"u8.ToArray()), file => file.Item2.ShouldBe("报价.txt"));
        tooLarge.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_person_at_the_PC_opens_the_chat_that_is_typed_in()
    {
        await PostAsync("/play/chats/s2/own-messages", new { text = "我来", at_pc = true });

        ((string)(await GetAsync("/desktop/title"))["name"]!).ShouldBe("王小姐");
        ((string)(await GetAsync("/desktop/open"))["rows"]!.AsArray()[^1]!["text"]!).ShouldBe("我来");
    }

    [Fact]
    public async Task A_message_that_was_taken_back_survives_a_restart_as_a_notice()
    {
        var row = (await GetAsync("/play/state"))["chats"]!.AsArray()[0]!["rows"]!.AsArray()[^1]!;
        await PostAsync("/play/chats/s1/recall", new { row_id = (long)row["id"]! });
        await _app.DisposeAsync();

        using var file = new WorldFile(_folder.Path);
        var world = new SimulatedWorld(file, TimeProvider.System, TestAgent.Nickname);

        world.Read((chats, _) => chats[0].Rows[^1]).ShouldSatisfyAllConditions(
            kept => kept.Class.ShouldBe(RowClass.System), kept => kept.Text.ShouldBe("\"赵大海\" 撤回了一条消息"));
    }

    [Theory]
    [InlineData("poem", "x", null)]
    [InlineData("file", "", null)]
    [InlineData("quote", "x", null)]
    [InlineData("text", " ", null)]
    public async Task What_cannot_be_sent_is_refused(string kind, string text, string? fileName)
    {
        using var answer = await _http.PostAsJsonAsync(
            "/play/chats/s2/messages", new { kind, text, file_name = fileName }, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private async Task<JsonNode> GetAsync(string path) =>
        (await _http.GetFromJsonAsync<JsonNode>(path, TestContext.Current.CancellationToken))!;

    private async Task PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task PutAsync(string path, object body)
    {
        using var answer = await _http.PutAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
