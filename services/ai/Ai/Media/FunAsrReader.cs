using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Media;

/// <summary>
/// Voice to text by a FunASR server over its WebSocket protocol: a JSON line that says what comes, the sound as binary frames, a JSON line
/// that says it is over; then results, the last of which is final.
/// </summary>
internal sealed class FunAsrReader(IOptions<MediaOptions> options, TimeProvider time, ILogger<FunAsrReader> logger) : IMediaReader
{
    public const string ReaderName = "funasr";

    private const int FrameBytes = 32_000;
    private const int MostAnswer = 1_000_000;

    /// <summary>How long a server that marks nothing as final may be silent after a result before it counts as the last.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, string> Formats = new(StringComparer.Ordinal)
    {
        ["audio/wav"] = "wav", ["audio/mpeg"] = "mp3", ["audio/mp4"] = "m4a", ["audio/ogg"] = "ogg", ["audio/amr"] = "amr",
    };

    public string Name => ReaderName;

    public bool IsConfigured => options.Value.FunAsrUrl.Length > 0;

    public async Task<MediaReading> ReadAsync(MediaContent content, CallContext context, CancellationToken ct)
    {
        var isTwoPass = options.Value.FunAsrMode == "2pass";
        var wave = Wave.Of(content.Bytes);

        // Where it listens while one speaks, a server takes plain samples only.
        if (!Formats.TryGetValue(content.MediaType, out var format) || (isTwoPass && wave is null))
        {
            return MediaReading.Unreadable(CannotRead.Unsupported, Name);
        }

        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("binary");
        try
        {
            await socket.ConnectAsync(new Uri(options.Value.FunAsrUrl), ct);
            await SendAsync(socket, Beginning(isTwoPass, wave, format), ct);
            await SendSoundAsync(socket, wave?.Samples ?? content.Bytes, ct);
            await SendAsync(socket, """{"is_speaking":false}"""u8.ToArray(), ct);
            var text = await HearAsync(socket, ct);
            return string.IsNullOrWhiteSpace(text)
                ? MediaReading.Unreadable(CannotRead.NoText, Name)
                : MediaReading.Of(text.Trim(), Name);
        }
        catch (Exception failure) when (failure is WebSocketException or JsonException or InvalidDataException)
        {
            logger.ReaderFailed(Name, failure.GetType().Name);
            return MediaReading.Unreadable(CannotRead.Failed, Name);
        }
    }

    private static byte[] Beginning(bool isTwoPass, Wave? wave, string format)
    {
        Dictionary<string, object> line = new(StringComparer.Ordinal)
        {
            ["mode"] = isTwoPass ? "2pass" : "offline",
            ["wav_name"] = "message",
            ["wav_format"] = wave is null ? format : "pcm",
            ["is_speaking"] = true,
            ["itn"] = true,
        };
        if (wave is not null)
        {
            line["audio_fs"] = wave.SampleRate;
        }

        if (isTwoPass)
        {
            line["chunk_size"] = new[] { 5, 10, 5 };
            line["chunk_interval"] = 10;
        }

        return JsonSerializer.SerializeToUtf8Bytes(line);
    }

    private static async Task SendSoundAsync(ClientWebSocket socket, ReadOnlyMemory<byte> sound, CancellationToken ct)
    {
        for (var at = 0; at < sound.Length; at += FrameBytes)
        {
            await socket.SendAsync(
                sound.Slice(at, Math.Min(FrameBytes, sound.Length - at)), WebSocketMessageType.Binary, endOfMessage: true, ct);
        }
    }

    private static ValueTask SendAsync(ClientWebSocket socket, byte[] line, CancellationToken ct) =>
        socket.SendAsync(line.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, ct);

    /// <summary>The corrected sentences, until one is final, the server closes, or it says nothing more after one.</summary>
    private async Task<string> HearAsync(ClientWebSocket socket, CancellationToken ct)
    {
        var text = new StringBuilder();
        using var quiet = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, ct);
        try
        {
            while (await NextAsync(socket, both.Token) is { } line)
            {
                using var result = JsonDocument.Parse(line);
                var root = result.RootElement;

                // What a server guesses while it listens (2pass-online) is corrected afterwards.
                if (Text(root, "mode") is "offline" or "2pass-offline")
                {
                    text.Append(Text(root, "text"));
                    quiet.CancelAfter(Quiet);
                }

                if (Text(root, "mode") is "offline" or "2pass-offline" && root.TryGetProperty("is_final", out var final)
                    && final.ValueKind is JsonValueKind.True)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It marks nothing as final: what it said stands.
        }

        return text.ToString();
    }

    private static async Task<byte[]?> NextAsync(ClientWebSocket socket, CancellationToken ct)
    {
        using var line = new MemoryStream();
        var piece = new byte[16_384];
        while (true)
        {
            var got = await socket.ReceiveAsync(piece.AsMemory(), ct);
            if (got.MessageType is WebSocketMessageType.Close)
            {
                return null;
            }

            await line.WriteAsync(piece.AsMemory(0, got.Count), ct);
            if (line.Length > MostAnswer)
            {
                throw new InvalidDataException("A result of FunASR is too long.");
            }

            if (got.EndOfMessage)
            {
                return line.ToArray();
            }
        }
    }

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
