using System.Globalization;
using Microsoft.Extensions.Options;
using WeChatPlatform.Programs;

namespace WeChatPlatform.Ai.Media;

/// <summary>
/// Makes an image small and plain, by ImageMagick in a process of its own: turned upright, its first frame, without what a camera wrote
/// into it (place and time are nobody's business).
/// </summary>
internal sealed class ImageReducer(ExternalProgram programs, IOptions<MediaOptions> options)
{
    /// <summary>Longest edge that is given to text recognition: more makes it slower and no better.</summary>
    private const int RecognitionEdge = 2000;

    private const int MostRecognitionBytes = 20_000_000;

    // Coders by name: ImageMagick would guess, and some of what it can guess reads files or addresses.
    private static readonly Dictionary<string, string> Coders = new(StringComparer.Ordinal)
    {
        ["image/png"] = "png", ["image/jpeg"] = "jpeg", ["image/gif"] = "gif", ["image/webp"] = "webp", ["image/bmp"] = "bmp",
    };

    // A small file may unfold into gigabytes: nothing above this is decoded, and nothing goes to the disk.
    private static readonly string[] Limits =
    [
        "-limit", "width", "16KP", "-limit", "height", "16KP", "-limit", "area", "64MP", "-limit", "memory", "384MiB", "-limit", "map", "384MiB",
        "-limit", "disk", "0", "-limit", "thread", "1",
    ];

    /// <summary>A JPEG within the edge and size that the settings give a vision model.</summary>
    public Task<(byte[]? Image, string? Reason)> ForVisionAsync(MediaContent content, CancellationToken ct)
    {
        var most = options.Value.VisionKilobytes;
        return ConvertAsync(
            content,
            [
                .. Resize(options.Value.VisionEdge), "-background", "white", "-alpha", "remove", "-strip",
                "-define", string.Create(CultureInfo.InvariantCulture, $"jpeg:extent={most}KB"), "-quality", "90", "jpeg:-",
            ],
            most * 1000,
            ct);
    }

    /// <summary>A grey PNG, which recognition reads best.</summary>
    public Task<(byte[]? Image, string? Reason)> ForRecognitionAsync(MediaContent content, CancellationToken ct) =>
        ConvertAsync(
            content, [.. Resize(RecognitionEdge), "-background", "white", "-alpha", "remove", "-colorspace", "Gray", "-strip", "png:-"],
            MostRecognitionBytes, ct);

    private static string[] Resize(int edge) =>
        ["-auto-orient", "-resize", string.Create(CultureInfo.InvariantCulture, $"{edge}x{edge}>")];

    private async Task<(byte[]? Image, string? Reason)> ConvertAsync(
        MediaContent content, IReadOnlyList<string> arguments, int mostOutput, CancellationToken ct)
    {
        if (!Coders.TryGetValue(content.MediaType, out var coder))
        {
            return (null, CannotRead.Unsupported);
        }

        if (Program() is not { } program)
        {
            return (null, CannotRead.NoReader);
        }

        var made = await programs.RunAsync(program, [.. Limits, $"{coder}:-[0]", .. arguments], content.Bytes, mostOutput, ct);
        return made.End switch
        {
            ProgramEnd.Succeeded when made.Output.Length > 0 => (made.Output, null),
            ProgramEnd.NotThere => (null, CannotRead.NoReader),
            ProgramEnd.Ended => (null, CannotRead.Timeout),
            _ => (null, CannotRead.Damaged),
        };
    }

    private string? Program() => options.Value.ImageMagick is { Length: > 0 } named
        ? ExternalProgram.Find(named)
        : ExternalProgram.Find("magick") ?? ExternalProgram.Find("convert-im6.q16");
}
