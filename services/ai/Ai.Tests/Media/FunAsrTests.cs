using WeChatPlatform.Ai.Media;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Media;

public class FunAsrTests
{
    private const string Final = """{"mode":"offline","wav_name":"message","text":"我的充电桩报E03，帮我看看","is_final":true}""";

    [Fact]
    public async Task Plain_sound_is_sent_as_samples_with_their_rate()
    {
        await using var server = await FakeFunAsr.StartAsync(staysOpen: true, Final);

        var reading = await ReadAsync(server, new MediaContent("audio/wav", MediaKit.Wav(sampleRate: 8000, samples: 40_001)));

        reading.ShouldSatisfyAllConditions(r => r.Text.ShouldBe("我的充电桩报E03，帮我看看"), r => r.How.ShouldBe("funasr"));
        server.Sound.Length.ShouldBe(80_002);
        server.Beginning.GetProperty("mode").GetString().ShouldBe("offline");
        server.Beginning.GetProperty("wav_format").GetString().ShouldBe("pcm");
        server.Beginning.GetProperty("audio_fs").GetInt32().ShouldBe(8000);
        server.Beginning.GetProperty("is_speaking").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("audio/mpeg", "mp3")]
    [InlineData("audio/amr", "amr")]
    [InlineData("audio/mp4", "m4a")]
    public async Task Another_format_is_sent_as_it_is_and_named(string type, string format)
    {
        await using var server = await FakeFunAsr.StartAsync(staysOpen: true, Final);
        var bytes = new byte[100_000];
        Random.Shared.NextBytes(bytes);

        (await ReadAsync(server, new MediaContent(type, bytes))).Text.ShouldNotBeNull();

        server.Beginning.GetProperty("wav_format").GetString().ShouldBe(format);
        server.Sound.ShouldBe(bytes);
    }

    [Fact]
    public async Task Stereo_is_left_to_the_servers_own_decoder()
    {
        await using var server = await FakeFunAsr.StartAsync(staysOpen: true, Final);

        await ReadAsync(server, new MediaContent("audio/wav", MediaKit.Wav(channels: 2)));

        server.Beginning.GetProperty("wav_format").GetString().ShouldBe("wav");
    }

    [Fact]
    public async Task In_two_passes_the_corrected_sentences_count_and_the_guesses_do_not()
    {
        await using var server = await FakeFunAsr.StartAsync(
            staysOpen: true,
            """{"mode":"2pass-online","text":"我的","is_final":true}""",
            """{"mode":"2pass-offline","text":"我的订单，","is_final":false}""",
            """{"mode":"2pass-online","text":"到那","is_final":false}""",
            """{"mode":"2pass-offline","text":"到哪了？","is_final":true}""");

        var reading = await ReadAsync(server, new MediaContent("audio/wav", MediaKit.Wav()), "2pass");

        reading.Text.ShouldBe("我的订单，到哪了？");
        server.Beginning.GetProperty("chunk_size").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_closes_after_its_result_without_marking_it_final_is_understood()
    {
        await using var server = await FakeFunAsr.StartAsync(staysOpen: false, Final.Replace("true", "false", StringComparison.Ordinal));

        (await ReadAsync(server, new MediaContent("audio/wav", MediaKit.Wav()))).Text.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_that_says_no_more_after_its_result_is_understood()
    {
        await using var server = await FakeFunAsr.StartAsync(staysOpen: true, Final.Replace("true", "false", StringComparison.Ordinal));
        var clock = new FakeClock();

        var reading = MediaKit.FunAsr(server.Url, time: clock).ReadAsync(new MediaContent("audio/wav", MediaKit.Wav()), MediaKit.Turn, MediaKit.Ct);
        await Eventually.Holds("the reading ends", () =>
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            return reading.IsCompleted;
        });

        (await reading).Text.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"mode":"offline","text":"","is_final":true}""", CannotRead.NoText)]
    [InlineData("not JSON", CannotRead.Failed)]
    [InlineData("""[1]""", CannotRead.NoText)]
    public async Task A_result_without_words_cannot_be_read(string answer, string reason)
    {
        await using var server = await FakeFunAsr.StartAsync(staysOpen: false, answer);

        var reading = await ReadAsync(server, new MediaContent("audio/wav", MediaKit.Wav()));

        reading.ShouldSatisfyAllConditions(r => r.Text.ShouldBeNull(), r => r.Reason.ShouldBe(reason));
    }

    [Fact]
    public async Task A_server_that_is_not_there_cannot_read() =>
        (await MediaKit.FunAsr("ws://127.0.0.1:1").ReadAsync(new MediaContent("audio/wav", MediaKit.Wav()), MediaKit.Turn, MediaKit.Ct))
            .Reason.ShouldBe(CannotRead.Failed);

    [Theory]
    [InlineData("audio/silk", "offline")]
    [InlineData("audio/mpeg", "2pass")]
    public async Task What_a_server_does_not_take_is_not_sent(string type, string mode) =>
        (await MediaKit.FunAsr("ws://127.0.0.1:1", mode).ReadAsync(new MediaContent(type, [1, 2, 3]), MediaKit.Turn, MediaKit.Ct))
            .Reason.ShouldBe(CannotRead.Unsupported);

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(30)]
    [InlineData(57)]
    public void A_file_that_is_cut_off_in_its_header_holds_no_samples(int length) => Wave.Of(MediaKit.Wav().AsMemory(0, length)).ShouldBeNull();

    [Fact]
    public void A_file_that_is_cut_off_in_its_samples_holds_those_that_are_there() =>
        Wave.Of(MediaKit.Wav().AsMemory(0, 1059))!.Samples.Length.ShouldBe(1000);

    private static Task<MediaReading> ReadAsync(FakeFunAsr server, MediaContent content, string mode = "offline") =>
        MediaKit.FunAsr(server.Url, mode).ReadAsync(content, MediaKit.Turn, MediaKit.Ct);
}
