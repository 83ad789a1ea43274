using System.Text;
using Microsoft.Extensions.Options;
using WeChatPlatform.Programs;

namespace WeChatPlatform.Ai.Media;

/// <summary>Text of an image by tesseract on this machine: nothing leaves the company, and it costs nothing.</summary>
internal sealed class TesseractReader(ImageReducer images, ExternalProgram programs, IOptions<MediaOptions> options) : IMediaReader
{
    public const string ReaderName = "tesseract";

    private const int MostOutput = 4_000_000;

    public string Name => ReaderName;

    public bool IsConfigured => ExternalProgram.Find(options.Value.Tesseract) is not null;

    public async Task<MediaReading> ReadAsync(MediaContent content, CallContext context, CancellationToken ct)
    {
        var (image, reason) = await images.ForRecognitionAsync(content, ct);
        if (image is null)
        {
            return MediaReading.Unreadable(reason!, Name);
        }

        var read = await programs.RunAsync(
            options.Value.Tesseract, ["stdin", "stdout", "-l", options.Value.TesseractLanguages, "--dpi", "150", "tsv"], image, MostOutput, ct);
        return read.End switch
        {
            ProgramEnd.Succeeded => TextOf(Encoding.UTF8.GetString(read.Output), options.Value.MinConfidence) is { } text
                ? MediaReading.Of(text, Name)
                : MediaReading.Unreadable(CannotRead.NoText, Name),
            ProgramEnd.NotThere => MediaReading.Unreadable(CannotRead.NoReader, Name),
            ProgramEnd.Ended => MediaReading.Unreadable(CannotRead.Timeout, Name),
            _ => MediaReading.Unreadable(CannotRead.Failed, Name),
        };
    }

    /// <summary>The lines that are sure enough; nothing when there are none with at least two letters or digits.</summary>
    internal static string? TextOf(string table, double minConfidence)
    {
        var text = string.Join('\n', TesseractTable.Lines(table, minConfidence).Select(line => line.Text));
        return text.Count(char.IsLetterOrDigit) >= 2 ? text : null;
    }
}
