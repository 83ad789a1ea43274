using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatPlatform.Ai.Media;

namespace WeChatPlatform.Ai.Tests.Media;

/// <summary>Readers behind HTTP: an OpenAI-compatible transcription endpoint and a PaddleOCR pipeline server.</summary>
public class EndpointTests
{
    [Fact]
    public async Task Voice_goes_to_the_endpoint_as_a_form_with_its_model_and_key()
    {
        var (model, name, size, key) = ("", "", 0L, "");
        await using var server = await FakeEndpoint.StartAsync("/v1/audio/transcriptions", async http =>
        {
            var form = await http.Request.ReadFormAsync();
            (model, name, size, key) = (
                form["model"].ToString(), form.Files["file"]!.FileName, form.Files["file"]!.Length, http.Request.Headers.Authorization.ToString());
            await http.Response.WriteAsJsonAsync(new { text = " 我要退货 " });
        });
        var wav = MediaKit.Wav();

        var reading = await MediaKit.Transcription($"{server.Url}/v1/", "sk-1").ReadAsync(new MediaContent("audio/wav", wav), MediaKit.Turn, MediaKit.Ct);

        reading.ShouldSatisfyAllConditions(r => r.Text.ShouldBe("我要退货"), r => r.How.ShouldBe("openai"));
        (model, name, size, key).ShouldBe(("asr-1", "voice.wav", wav.Length, "Bearer sk-1"));
        reading.Calls.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            c => c.Purpose.ShouldBe("speech"), c => c.Status.ShouldBe("ok"), c => c.Model.ShouldBe("asr-1"));
    }

    [Theory]
    [InlineData(401, "failed")]
    [InlineData(429, "rate_limited")]
    [InlineData(503, "failed")]
    [InlineData(200, "failed")]
    public async Task A_refusal_is_told_and_stands_in_the_ledger(int status, string word)
    {
        await using var server = await FakeEndpoint.StartAsync("/v1/audio/transcriptions", async http =>
        {
            http.Response.StatusCode = status;
            await http.Response.WriteAsync("<html>no</html>");
        });

        var reading = await MediaKit.Transcription($"{server.Url}/v1")
            .ReadAsync(new MediaContent("audio/mpeg", [1, 2]), MediaKit.Turn, MediaKit.Ct);

        reading.ShouldSatisfyAllConditions(
            r => r.Reason.ShouldBe(CannotRead.Failed), r => r.Calls.ShouldHaveSingleItem().Status.ShouldBe(word));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_a_customers_voice()
    {
        var reached = false;
        await using var elsewhere = await FakeEndpoint.StartAsync("/v1/audio/transcriptions", http =>
        {
            reached = true;
            return http.Response.WriteAsJsonAsync(new { text = "stolen" });
        });
        await using var server = await FakeEndpoint.StartAsync("/v1/audio/transcriptions", http =>
        {
            http.Response.Redirect($"{elsewhere.Url}/v1/audio/transcriptions", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var kit = MediaHost.Build(("Ai:Media:SpeechReader", "openai"), ("Ai:Media:TranscriptionBaseUrl", $"{server.Url}/v1"));

        var reading = await kit.Reader.ReadAsync("audio/wav", _ => Task.FromResult<byte[]?>(MediaKit.Wav()), MediaKit.Turn, MediaKit.Ct);

        reading.Reason.ShouldBe(CannotRead.Failed);
        reached.ShouldBeFalse();
    }

    [Fact]
    public async Task A_silent_silk_file_is_not_sent_to_an_endpoint_that_cannot_read_it() =>
        (await MediaKit.Transcription("http://127.0.0.1:1/v1").ReadAsync(new MediaContent("audio/silk", [1]), MediaKit.Turn, MediaKit.Ct))
            .ShouldSatisfyAllConditions(r => r.Reason.ShouldBe(CannotRead.Unsupported), r => r.Calls.ShouldBeEmpty());

    [Fact]
    public async Task A_PaddleOCR_server_gives_its_sure_lines()
    {
        JsonElement asked = default;
        await using var server = await FakeEndpoint.StartAsync("/ocr", async http =>
        {
            asked = (await http.Request.ReadFromJsonAsync<JsonElement>())!;
            await http.Response.WriteAsync(
                """
                {"logId":"1","errorCode":0,"errorMsg":"Success","result":{"ocrResults":[{"prunedResult":
                {"rec_texts":["故障代码 E03","一团模糊"],"rec_scores":[0.98,0.2]}}],"dataInfo":{}}}
                """);
        });

        var reading = await MediaKit.Paddle($"{server.Url}/ocr").ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct);

        reading.ShouldSatisfyAllConditions(r => r.Text.ShouldBe("故障代码 E03"), r => r.How.ShouldBe("paddle"));
        asked.GetProperty("fileType").GetInt32().ShouldBe(1);
        Convert.FromBase64String(asked.GetProperty("file").GetString()!)[..4].ShouldBe([0x89, 0x50, 0x4E, 0x47]);
    }

    [Theory]
    [InlineData(200, """{"errorCode":0,"result":{"ocrResults":[]}}""", CannotRead.NoText)]
    [InlineData(200, """{"result":{"ocrResults":[{"prunedResult":{"rec_texts":[1,null],"rec_scores":"x"}}]}}""", CannotRead.NoText)]
    [InlineData(200, "[]", CannotRead.NoText)]
    [InlineData(200, "nothing", CannotRead.Failed)]
    [InlineData(500, "{}", CannotRead.Failed)]
    public async Task A_PaddleOCR_server_that_reads_nothing_is_told_as_that(int status, string body, string reason)
    {
        await using var server = await FakeEndpoint.StartAsync("/ocr", async http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body);
        });

        (await MediaKit.Paddle($"{server.Url}/ocr").ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct))
            .ShouldSatisfyAllConditions(r => r.Text.ShouldBeNull(), r => r.Reason.ShouldBe(reason));
    }
}
