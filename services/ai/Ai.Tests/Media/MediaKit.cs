using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Media;
using WeChatPlatform.Programs;

namespace WeChatPlatform.Ai.Tests.Media;

/// <summary>The readers with their settings, and samples to read.</summary>
internal static class MediaKit
{
    public static readonly CallContext Turn = new(Guid.CreateVersion7(), Guid.CreateVersion7(), "agent-1", Intent: null, "vision");

    private static readonly IHttpClientFactory Clients = new ServiceCollection().AddHttpClient().BuildServiceProvider()
        .GetRequiredService<IHttpClientFactory>();

    /// <summary>Patient with programs: a machine that does something else meanwhile is no fault of theirs.</summary>
    private static readonly MediaOptions Patient = new() { ProgramSeconds = 100 };

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static MediaContent Image(string name) => new(name.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "image/jpeg", Sample(name));

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Media", "Samples", name));

    public static ExternalProgram Programs(MediaOptions? options = null) =>
        new(new ProgramLimits((options ?? Patient).ProgramSeconds, (options ?? Patient).ProgramMebibytes), TimeProvider.System);

    public static ImageReducer Images(MediaOptions? options = null) => new(Programs(options), Options.Create(options ?? Patient));

    public static TesseractReader Tesseract(MediaOptions? options = null) =>
        new(Images(options), Programs(options), Options.Create(options ?? Patient));

    public static PaddleReader Paddle(string url) =>
        new(Images(), Clients, Options.Create(new MediaOptions { PaddleUrl = url }), NullLogger<PaddleReader>.Instance);

    public static FunAsrReader FunAsr(string url, string mode = "offline", TimeProvider? time = null) =>
        new(Options.Create(new MediaOptions { FunAsrUrl = url, FunAsrMode = mode }), time ?? TimeProvider.System, NullLogger<FunAsrReader>.Instance);

    public static TranscriptionReader Transcription(string url, string key = "") =>
        new(
            Clients, Options.Create(new MediaOptions { TranscriptionBaseUrl = url, TranscriptionApiKey = key, TranscriptionModel = "asr-1" }),
            TimeProvider.System, NullLogger<TranscriptionReader>.Instance);

    public static MediaReader Reader(MediaOptions options, TimeProvider time, params IReadOnlyList<IMediaReader> readers) =>
        new(readers, Options.Create(options), time, NullLogger<MediaReader>.Instance);

    /// <summary>Plain 16-bit mono sound in a WAV file, with a chunk before the samples that nobody needs.</summary>
    public static byte[] Wav(int sampleRate = 16_000, int samples = 40_000, short channels = 1)
    {
        using var file = new MemoryStream();
        using var to = new BinaryWriter(file, Encoding.ASCII);
        to.Write("RIFF"u8);
        to.Write(50 + (samples * 2));
        to.Write("WAVEfmt "u8);
        to.Write(16);
        to.Write((short)1);
        to.Write(channels);
        to.Write(sampleRate);
        to.Write(sampleRate * 2 * channels);
        to.Write((short)(2 * channels));
        to.Write((short)16);
        to.Write("LIST"u8);
        to.Write(5);
        to.Write("INFO1\0"u8);
        to.Write("data"u8);
        to.Write(samples * 2);
        for (var at = 0; at < samples; at++)
        {
            to.Write((short)(at % 251));
        }

        return file.ToArray();
    }
}
