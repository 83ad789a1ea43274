using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Media;
using WeChatPlatform.Ai.Routing;
using WeChatPlatform.Ai.Tests.Understanding;
using WeChatPlatform.Llm;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Media;

public class MediaReaderTests
{
    [Fact]
    public async Task Readers_are_asked_in_the_order_of_the_settings_until_one_finds_text()
    {
        var (paddle, vision) = (Says("paddle", null), Says("vision", "一张照片"));
        using var reader = Reader(new MediaOptions { ImageReaders = ["paddle", "vision", "tesseract"] }, vision, paddle, Says("tesseract", "x"));

        var reading = await ReadAsync(reader);

        reading.ShouldSatisfyAllConditions(r => r.Text.ShouldBe("一张照片"), r => r.How.ShouldBe("vision"));
        paddle.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task When_nobody_finds_any_the_last_reason_is_told()
    {
        using var reader = Reader(new MediaOptions { ImageReaders = ["paddle"] }, Says("paddle", null));

        (await ReadAsync(reader)).ShouldSatisfyAllConditions(r => r.Text.ShouldBeNull(), r => r.Reason.ShouldBe(CannotRead.NoText), r => r.How.ShouldBe("paddle"));
    }

    [Fact]
    public async Task A_reader_that_breaks_does_not_keep_the_next_one_from_reading()
    {
        using var reader = Reader(
            new MediaOptions { ImageReaders = ["paddle", "vision"] },
            new Scripted("paddle", _ => throw new InvalidOperationException("broken")), Says("vision", "文字"));

        (await ReadAsync(reader)).Text.ShouldBe("文字");
    }

    [Fact]
    public async Task Nobody_set_up_reads_nothing_and_fetches_nothing()
    {
        using var reader = Reader(new MediaOptions { ImageReaders = ["paddle"] }, new Scripted("paddle", _ => null, isConfigured: false));

        reader.MayRead("image/png").ShouldBeFalse();
        reader.MayRead("audio/wav").ShouldBeFalse();
        reader.MayRead("application/pdf").ShouldBeFalse();
        (await ReadAsync(reader)).Reason.ShouldBe(CannotRead.NoReader);
    }

    [Fact]
    public async Task Bytes_that_cannot_be_had_are_told_as_that()
    {
        using var reader = Reader(new MediaOptions { ImageReaders = ["paddle"] }, Says("paddle", "x"));

        (await reader.ReadAsync("image/png", _ => Task.FromResult<byte[]?>(null), MediaKit.Turn, MediaKit.Ct)).Reason.ShouldBe(CannotRead.NotFetched);
    }

    [Fact]
    public async Task Whoever_takes_longer_than_the_time_has_not_read()
    {
        var clock = new FakeClock();
        using var reader = MediaKit.Reader(
            new MediaOptions { ImageReaders = ["paddle"], Seconds = 5 }, clock, new Stuck());

        var reading = ReadAsync(reader);
        await Eventually.Holds("it waits", () => clock.PendingTimers > 0);
        clock.Advance(TimeSpan.FromSeconds(6));

        (await reading).Reason.ShouldBe(CannotRead.Timeout);
    }

    [Fact]
    public async Task A_long_text_is_cut()
    {
        using var reader = Reader(new MediaOptions { ImageReaders = ["paddle"], MaxCharacters = 50 }, Says("paddle", new string('字', 80)));

        (await ReadAsync(reader)).Text!.Length.ShouldBe(50);
    }

    [Fact]
    public async Task A_model_that_sees_is_given_a_JPEG_and_its_call_is_told()
    {
        var chain = new ScriptedChain(_ => "故障代码：E03\n一块显示屏。");

        var reading = await Vision(chain, ScriptedChain.Provider("blind", vision: null), ScriptedChain.Provider("seeing"))
            .ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct);

        reading.ShouldSatisfyAllConditions(
            r => r.Text!.ShouldContain("E03"), r => r.How.ShouldBe("vision"), r => r.Calls.ShouldHaveSingleItem().Purpose.ShouldBe("vision"));
        var asked = chain.Asked.ShouldHaveSingleItem();
        asked.Targets.ShouldBe([new LlmTarget("seeing", "sees")]);
        var image = asked.Messages[^1].Contents.OfType<DataContent>().ShouldHaveSingleItem();
        image.MediaType.ShouldBe("image/jpeg");
        image.Data.Span[..3].ToArray().ShouldBe([0xFF, 0xD8, 0xFF]);
    }

    [Fact]
    public async Task An_image_takes_the_way_of_the_routes_among_those_that_see()
    {
        var chain = new ScriptedChain(_ => "E03");
        var routes = new LastFirst();
        var vision = new VisionReader(
            MediaKit.Images(), chain,
            new FixedProviders(ScriptedChain.Provider("one"), ScriptedChain.Provider("blind", vision: null), ScriptedChain.Provider("two")), routes);

        await vision.ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct);

        routes.Asked.ShouldHaveSingleItem().HasImage.ShouldBeTrue();
        chain.Asked.ShouldHaveSingleItem().Targets.Select(target => target.Provider).ShouldBe(["two", "one"]);
    }

    [Fact]
    public async Task No_image_goes_where_personal_data_is_masked()
    {
        var chain = new ScriptedChain(_ => "文字");

        var reading = await Vision(chain, ScriptedChain.Provider("abroad", masks: true)).ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct);

        reading.Reason.ShouldBe(CannotRead.NoReader);
        chain.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_image_is_looked_at_once_the_money_is_spent()
    {
        var chain = new ScriptedChain(_ => "文字");
        var vision = new VisionReader(
            MediaKit.Images(), chain, new FixedProviders(ScriptedChain.Provider("seeing")), budgets: new FixedBudget(BudgetState.Spent));

        (await vision.ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct)).Reason.ShouldBe(CannotRead.NoReader);
        chain.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, CannotRead.Failed)]
    [InlineData("  ", CannotRead.NoText)]
    [InlineData("cannot_read", CannotRead.NoText)]
    public async Task A_model_that_sees_nothing_is_told_as_that(string? answer, string reason) =>
        (await Vision(new ScriptedChain(_ => answer), ScriptedChain.Provider("seeing")).ReadAsync(MediaKit.Image("fault.png"), MediaKit.Turn, MediaKit.Ct))
            .ShouldSatisfyAllConditions(r => r.Text.ShouldBeNull(), r => r.Reason.ShouldBe(reason), r => r.Calls.Count.ShouldBe(1));

    [Theory]
    [InlineData("Ai:Media:SpeechReader", "funasr", "FunAsrUrl")]
    [InlineData("Ai:Media:SpeechReader", "openai", "TranscriptionBaseUrl")]
    [InlineData("Ai:Media:ImageReaders:0", "eyes", "not tesseract")]
    public async Task A_reader_that_is_only_half_set_up_stops_the_start(string key, string value, string word)
    {
        await using var kit = MediaHost.Build((key, value));

        Should.Throw<OptionsValidationException>(() => kit.Reader).Message.ShouldContain(word);
    }

    private static VisionReader Vision(ILlmChain chain, params IReadOnlyList<ConfiguredProvider> providers) =>
        new(MediaKit.Images(), chain, new FixedProviders(providers));

    private static MediaReader Reader(MediaOptions options, params IReadOnlyList<IMediaReader> readers) =>
        MediaKit.Reader(options, TimeProvider.System, readers);

    private static Task<MediaReading> ReadAsync(MediaReader reader) =>
        reader.ReadAsync("image/png", _ => Task.FromResult<byte[]?>([1, 2, 3]), MediaKit.Turn, MediaKit.Ct);

    private static Scripted Says(string name, string? text) => new(name, _ => text);

    private sealed class LastFirst : IRouter
    {
        public List<RouteQuestion> Asked { get; } = [];

        public RoutePlan Plan(RouteQuestion question, IReadOnlyList<ConfiguredProvider> providers)
        {
            Asked.Add(question);
            return new RoutePlan([.. providers.Reverse().Select(provider => new LlmTarget(provider.Id, provider.VisionModel!))], "", "", 0, []);
        }
    }

    private sealed class Scripted(string name, Func<MediaContent, string?> text, bool isConfigured = true) : IMediaReader
    {
        public string Name => name;

        public bool IsConfigured => isConfigured;

        public int Asked { get; private set; }

        public Task<MediaReading> ReadAsync(MediaContent content, CallContext context, CancellationToken ct)
        {
            Asked++;
            return Task.FromResult(text(content) is { } found ? MediaReading.Of(found, name) : MediaReading.Unreadable(CannotRead.NoText, name));
        }
    }

    private sealed class Stuck : IMediaReader
    {
        public string Name => "paddle";

        public bool IsConfigured => true;

        public async Task<MediaReading> ReadAsync(MediaContent content, CallContext context, CancellationToken ct)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            throw new InvalidOperationException("Never.");
        }
    }
}
