using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>Reads a file of any format that is known, within limits, into blocks of structure.</summary>
public static class DocumentReader
{
    // Formats nest, and what reads them calls itself: a stack that a hostile file cannot use up.
    private const int StackBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Reads a file. What could not be read while the rest could is told by warnings of the result: cut_short, broken, too_slow,
    /// mislabelled, little_text, recognized, attachment_left_out.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="name">How its owner calls it, with the extension; shown to nobody and used as no path.</param>
    /// <param name="limits">What reading may take.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="UnreadableDocumentException">Nothing of it can be read; its code says why.</exception>
    public static async Task<ExtractedDocument> ReadAsync(string path, string name, ReadingLimits limits, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (new FileInfo(path).Length > limits.MaxBytes)
        {
            throw Unreadable.BecauseTooLarge(limits.MaxBytes);
        }

        return await ReadAsync(await File.ReadAllBytesAsync(path, ct), name, limits, ct);
    }

    /// <inheritdoc cref="ReadAsync(string, string, ReadingLimits, CancellationToken)"/>
    public static async Task<ExtractedDocument> ReadAsync(byte[] content, string name, ReadingLimits limits, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(limits);
        if (content.LongLength > limits.MaxBytes)
        {
            throw Unreadable.BecauseTooLarge(limits.MaxBytes);
        }

        if (content.Length == 0)
        {
            throw Unreadable.BecauseEmpty();
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(limits.Time);
        var job = new ReadingJob(content, name, limits, time);
        DocumentFormat format = default;
        var known = false;
        try
        {
            // A little longer than the limit that the reader watches itself: who does not watch is left behind.
            await OnOwnStackAsync(() =>
            {
                format = FormatDetection.Detect(job);
                known = true;
                ReadInProcess(format, job);
            }).WaitAsync(limits.Time + TimeSpan.FromSeconds(2), ct);
            await ReadByProgramAsync(format, job);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            Explain(failure, job, known);
        }

        return Finish(format, job);
    }

    private static void ReadInProcess(DocumentFormat format, ReadingJob job)
    {
        switch (format)
        {
            case DocumentFormat.Text: PlainTextFormat.Read(job.Text!.Text, job.Blocks); break;
            case DocumentFormat.Markdown: MarkdownFormat.Read(job.Text!.Text, job.Blocks); break;
            case DocumentFormat.Html: HtmlFormat.Read(job.Text!.Text, job.Blocks); break;
            case DocumentFormat.Xml: XmlFormat.Read(job.Text!.Text, job.Blocks); break;
            case DocumentFormat.Json: JsonFormat.Read(job.Text!.Text, job.Blocks); break;
            case DocumentFormat.JsonLines: JsonFormat.ReadLines(job.Text!.Text, job.Blocks); break;
            case DocumentFormat.Csv: DelimitedFormat.Read(job.Text!.Text, ',', job.Blocks); break;
            case DocumentFormat.Tsv: DelimitedFormat.Read(job.Text!.Text, '\t', job.Blocks); break;
            case DocumentFormat.Email: EmailFormat.Read(job); break;
            case DocumentFormat.Docx: WordFormat.Read(job); break;
            case DocumentFormat.Xlsx: SpreadsheetFormat.Read(job); break;
            case DocumentFormat.Pptx: PresentationFormat.Read(job); break;
            case DocumentFormat.Odt or DocumentFormat.Ods or DocumentFormat.Odp: OpenDocumentFormat.Read(job); break;
            case DocumentFormat.Doc: LegacyWordFormat.Read(job); break;
            case DocumentFormat.Xls: LegacySpreadsheetFormat.Read(job); break;
            case DocumentFormat.Ppt: LegacyPresentationFormat.Read(job); break;
            case DocumentFormat.Pdf or DocumentFormat.Image: break;
            default: throw Unreadable.BecauseUnsupported(format.Name());
        }
    }

    private static Task ReadByProgramAsync(DocumentFormat format, ReadingJob job) => format switch
    {
        DocumentFormat.Pdf => PdfFormat.ReadAsync(job),
        DocumentFormat.Image => ImageFormat.ReadAsync(job),
        _ => Task.CompletedTask,
    };

    /// <summary>What was read before the failure stays, as a partial result; without any the failure is the result.</summary>
    /// <remarks>Catches everything: the file is a stranger's, and whatever its reader trips over must end with this file.</remarks>
    private static void Explain(Exception failure, ReadingJob job, bool known)
    {
        var some = known && job.Blocks.Blocks.Count > 0;
        switch (failure)
        {
            case UnreadableDocumentException told when !some || told.Code is Unreadable.Bomb or Unreadable.Password:
                throw told;
            case UnreadableDocumentException told:
                job.Blocks.Warn(told.Code, told.Message);
                break;
            case TextLimitException when some:
                job.Blocks.Warn("cut_short", $"文字超过 {job.Limits.MaxCharacters} 字，其余未读取 / More than {job.Limits.MaxCharacters} characters; the rest was left out.");
                break;
            case TextLimitException:
                throw Unreadable.BecauseMemory();
            case TimeoutException:
                // Its thread may still be collecting: what it has cannot be taken.
                throw Unreadable.BecauseSlow();
            case OperationCanceledException when some:
                job.Blocks.Warn(Unreadable.Slow, "读取超时，其余未读取 / Reading took too long; the rest was left out.");
                break;
            case OperationCanceledException:
                throw Unreadable.BecauseSlow();
            case XmlException { Message: var message } when message.Contains("DTD", StringComparison.Ordinal):
                throw Unreadable.BecauseBomb();
            case OutOfMemoryException:
                throw Unreadable.BecauseMemory();
            default:
                if (!some)
                {
                    throw Unreadable.BecauseBroken(failure);
                }

                job.Blocks.Warn(Unreadable.Broken, "文件部分损坏，其余未读取 / The file is damaged in part; the rest was left out.");
                break;
        }
    }

    private static ExtractedDocument Finish(DocumentFormat format, ReadingJob job)
    {
        if (job.Blocks.Blocks.Count == 0)
        {
            throw job.Blocks.Warnings.Any(warning => warning.Code == Unreadable.LittleText)
                ? Unreadable.BecauseNothingSeen(job.Blocks)
                : Unreadable.BecauseEmpty();
        }

        var title = job.Blocks.Title is { } named && Words.OneLine(named) is { Length: > 0 } words ? words : null;
        return new ExtractedDocument(
            format.Name(),
            title ?? job.Blocks.Blocks.OfType<HeadingBlock>().FirstOrDefault(heading => heading.Level == 1)?.Text,
            job.Blocks.Blocks,
            job.Blocks.Warnings)
        {
            Properties = job.Blocks.Properties,
        };
    }

    private static Task OnOwnStackAsync(Action read)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    read();
                    done.SetResult();
                }
                catch (Exception failure)
                {
                    // Handed to whoever waits.
                    done.SetException(failure);
                }
            },
            StackBytes)
        {
            IsBackground = true,
            Name = "document",
        };
        thread.Start();
        return done.Task;
    }
}
