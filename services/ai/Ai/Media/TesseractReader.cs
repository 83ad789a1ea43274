using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Media;

/// <summary>Text of an image by tesseract on this machine: nothing leaves the company, and it costs nothing.</summary>
internal sealed class TesseractReader(ImageReducer images, ExternalProgram programs, IOptions<MediaOptions> options) : IMediaReader
{
    public const string ReaderName = "tesseract";

    private const int MostOutput = 4_000_000;

    /// <summary>Columns of tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.</summary>
    private const int Columns = 12;

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
        List<string> lines = [];
        foreach (var line in Words(table).GroupBy(word => word.Line))
        {
            var letters = line.Sum(word => word.Text.Length);
            if (line.Sum(word => word.Confidence * word.Text.Length) / letters >= minConfidence)
            {
                lines.Add(Join(line.Select(word => word.Text)));
            }
        }

        var text = string.Join('\n', lines);
        return text.Count(char.IsLetterOrDigit) >= 2 ? text : null;
    }

    private static IEnumerable<(string Line, double Confidence, string Text)> Words(string table) => table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Skip(1)
        .Select(row => row.TrimEnd('\r').Split('\t'))
        .Where(cells => cells.Length == Columns && !string.IsNullOrWhiteSpace(cells[^1])
            && double.TryParse(cells[10], CultureInfo.InvariantCulture, out var sure) && sure >= 0)
        .Select(cells => (
            $"{cells[1]}.{cells[2]}.{cells[3]}.{cells[4]}", double.Parse(cells[10], CultureInfo.InvariantCulture) / 100, cells[^1].Trim()));

    // Chinese has no spaces; two English words do.
    private static string Join(IEnumerable<string> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (text.Length > 0 && text[^1] < 0x2E80 && word[0] < 0x2E80)
            {
                text.Append(' ');
            }

            text.Append(word);
        }

        return text.ToString();
    }
}
