using System.Globalization;
using WeChatPlatform.Programs;

namespace WeChatPlatform.Documents;

/// <summary>
/// PDF, by poppler in a process of its own. Pages with hardly any text, or with text that maps to nonsense, are recognised as images where
/// that is possible, and never passed on as if they had been read.
/// </summary>
internal static class PdfFormat
{
    private const int MostOutput = 256 * 1024 * 1024;
    private const int MuchMore = 3;
    private const int MostImage = 64 * 1024 * 1024;

    /// <summary>Pixels of the longer side of a page for recognition: 200 dpi of A4.</summary>
    private const string Pixels = "2400";

    public static async Task ReadAsync(ReadingJob job)
    {
        var limits = job.Limits;
        var programs = new ExternalProgram(new ProgramLimits(limits.Time.TotalSeconds, limits.ProgramMebibytes), TimeProvider.System);
        var read = await programs.RunAsync(limits.PdfToText, ["-bbox-layout", "-enc", "UTF-8", "-", "-"], job.Content, MostOutput, job.Ct);
        switch (read.End)
        {
            case ProgramEnd.NotThere:
                throw Unreadable.BecauseNoPoppler();
            case ProgramEnd.Ended:
                throw Unreadable.BecauseSlow();
            case ProgramEnd.Failed:
                throw read.Errors.Contains("assword", StringComparison.Ordinal) ? Unreadable.BecausePassword() : Unreadable.BecauseBroken();
        }

        var (title, pages) = PdfPages.Read(read.Output, job.Ct);
        job.Blocks.Title = title;
        if (read.Errors.Contains("Syntax Error", StringComparison.Ordinal))
        {
            job.Blocks.Warn(Unreadable.Broken, "文件部分损坏，可能缺少内容 / The file is damaged in part; some of it may be missing.");
        }

        await AddAsync(pages, programs, job);
    }

    private static async Task AddAsync(List<PdfPage> pages, ExternalProgram programs, ReadingJob job)
    {
        var nonsense = pages.Where(page => ReadableText.IsNonsense(page.Text)).Select(page => page.Number).ToHashSet();
        var little = pages.Where(page => nonsense.Contains(page.Number) || ReadableText.Letters(page.Text) < job.Limits.LittleText)
            .Select(page => page.Number).ToHashSet();
        if (little.Count > 0)
        {
            job.BeginRecognition();
        }

        var layout = new PdfLayout([.. pages.Where(page => !nonsense.Contains(page.Number))], job.Blocks);
        var recognized = 0;
        foreach (var page in pages)
        {
            if (!little.Contains(page.Number))
            {
                layout.Add(page);
                continue;
            }

            var seen = recognized++ < job.Limits.MaxRecognizedPages ? await RecognizeAsync(page.Number, programs, job) : [];
            var letters = seen.Sum(paragraph => ReadableText.Letters(paragraph));
            var own = nonsense.Contains(page.Number) ? 0 : ReadableText.Letters(page.Text);

            // Few letters of its own are surer than as many that were recognised.
            if (letters >= 2 && letters > own * MuchMore)
            {
                job.Blocks.Warn(
                    Unreadable.LittleText, $"第 {page.Number} 页几乎没有文字层，内容由图像识别得到，请核对 / Page {page.Number} has hardly any text of its own; it was recognised from its image: check it.",
                    page.Number);
                seen.ForEach(paragraph => job.Blocks.Paragraph(paragraph, page.Number));
            }
            else
            {
                Warn(page, nonsense.Contains(page.Number), job);
                if (!nonsense.Contains(page.Number))
                {
                    layout.Add(page);
                }
            }
        }
    }

    private static void Warn(PdfPage page, bool nonsense, ReadingJob job) => job.Blocks.Warn(
        Unreadable.LittleText,
        nonsense
            ? $"第 {page.Number} 页的字体映射错误，文字无法读取 / The fonts of page {page.Number} map to nonsense; its text was left out."
            : $"第 {page.Number} 页几乎没有文字 / Page {page.Number} has hardly any text.",
        page.Number);

    private static async Task<List<string>> RecognizeAsync(int page, ExternalProgram programs, ReadingJob job)
    {
        var number = page.ToString(CultureInfo.InvariantCulture);
        var image = await programs.RunAsync(
            job.Limits.PdfToImage, ["-f", number, "-l", number, "-scale-to", Pixels, "-gray", "-png", "-"], job.Content, MostImage, job.Ct);
        return image is { End: ProgramEnd.Succeeded, Output.Length: > 0 } ? await Recognition.ReadAsync(image.Output, job, programs) : [];
    }
}
