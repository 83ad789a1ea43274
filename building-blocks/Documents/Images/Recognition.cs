using System.Text;
using WeChatPlatform.Programs;

namespace WeChatPlatform.Documents;

/// <summary>Text of an image, by tesseract in a process of its own.</summary>
internal static class Recognition
{
    private const int MostOutput = 8_000_000;
    private const double MinConfidence = 0.5;

    /// <summary>The paragraphs that were recognised well enough; none when there are none, or nobody to recognise them.</summary>
    public static async Task<List<string>> ReadAsync(ReadOnlyMemory<byte> image, ReadingJob job, ExternalProgram programs)
    {
        var read = await programs.RunAsync(
            job.Limits.Tesseract, ["stdin", "stdout", "-l", job.Limits.TesseractLanguages, "--dpi", "200", "tsv"], image, MostOutput, job.Ct);
        if (read.End == ProgramEnd.NotThere || read.Errors.Contains("loading language", StringComparison.Ordinal))
        {
            job.Blocks.WarnOfNoRecognition();
        }

        return [.. TesseractTable.Lines(Encoding.UTF8.GetString(read.Output), MinConfidence)
            .GroupBy(line => line.Paragraph, StringComparer.Ordinal)
            .Select(paragraph => paragraph.Select(line => line.Text).Aggregate(Words.Join))
            .Where(text => text.Any(char.IsLetterOrDigit))];
    }
}

/// <summary>An image by itself.</summary>
internal static class ImageFormat
{
    public static async Task ReadAsync(ReadingJob job)
    {
        job.BeginRecognition();
        var programs = new ExternalProgram(new ProgramLimits(job.Limits.Time.TotalSeconds, job.Limits.ProgramMebibytes), TimeProvider.System);
        var seen = job.Limits.MaxRecognizedPages > 0 ? await Recognition.ReadAsync(job.Content, job, programs) : [];
        if (seen.Sum(ReadableText.Letters) < 2)
        {
            throw Unreadable.BecauseNothingSeen(job.Blocks);
        }

        job.Blocks.Warn("recognized", "文字由图像识别得到，请核对 / The text was recognised from an image: check it.");
        seen.ForEach(paragraph => job.Blocks.Paragraph(paragraph));
    }
}
