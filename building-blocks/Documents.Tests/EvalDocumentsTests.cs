using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents.Tests;

/// <summary>Real documents of many origins end as they should: read, flagged, or refused with the reason.</summary>
public partial class EvalDocumentsTests
{
    private const double Share = 0.95;

    /// <summary>What a broken file may take, and the recognition of images beside it is none.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    private static readonly string[] NotSupported = [".msg", ".dbf"];

    static EvalDocumentsTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task Good_documents_give_nearly_all_their_characters()
    {
        var poor = new List<string>();
        var ends = new List<string>();
        foreach (var entry in EvalDocuments.Of("ok"))
        {
            var (document, refusal) = await TryAsync(entry);
            ends.Add(refusal ?? (document!.Warnings.Count > 0 ? "told" : "whole"));
            if (NotSupported.Contains(Path.GetExtension(entry.Name)))
            {
                refusal.ShouldBe("unsupported_format", entry.Name);
            }
            else if (Characters(document?.Text() ?? "") < entry.ReferenceCharacters * Share && !(refusal == "empty" && entry.ReferenceCharacters < 5))
            {
                poor.Add($"{entry.Name}: {Characters(document?.Text() ?? "")} of {entry.ReferenceCharacters} {refusal}");
            }
        }

        Say("ok", ends);
        poor.ShouldBeEmpty();
    }

    [Fact]
    public async Task Hard_documents_are_flagged()
    {
        foreach (var entry in EvalDocuments.Of("hard"))
        {
            var (document, refusal) = await TryAsync(entry);
            (refusal ?? document!.Warnings.FirstOrDefault(warning => warning.Code == "little_text")?.Code).ShouldBe("little_text", entry.Name);
        }
    }

    [Fact]
    public async Task Protected_documents_need_their_password()
    {
        foreach (var entry in EvalDocuments.Of("protected"))
        {
            var (document, refusal) = await TryAsync(entry);

            // A PDF that only forbids changes opens for everybody.
            if (document is null || !document.Format.Equals("pdf", StringComparison.Ordinal))
            {
                refusal.ShouldBe("password_needed", entry.Name);
            }
        }
    }

    [Fact]
    public async Task Broken_documents_end_in_time_with_a_part_or_a_reason()
    {
        var ends = new List<string>();
        foreach (var entry in EvalDocuments.Of("broken"))
        {
            var started = Stopwatch.GetTimestamp();
            var (document, refusal) = await TryAsync(entry, Read.Limits with { Time = MostTime - TimeSpan.FromSeconds(5) });
            (document?.Blocks.Count > 0 || refusal is not null).ShouldBeTrue(entry.Name);
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(MostTime, entry.Name);
            ends.Add(refusal ?? "read");
        }

        Say("broken", ends);
    }

    [Fact]
    public async Task Encodings_are_found()
    {
        foreach (var entry in EvalDocuments.Of("encoding").Where(entry => !entry.Name.EndsWith(".zip", StringComparison.Ordinal)))
        {
            var (document, refusal) = await TryAsync(entry);
            if (entry.Name.StartsWith("EUC-TW", StringComparison.Ordinal))
            {
                // Not supported: what matters is that it is not read as something else.
                refusal.ShouldBe("broken");
                continue;
            }

            document.ShouldNotBeNull(entry.Name);
            if (Labelled().Match(entry.Name) is { Success: true } label)
            {
                // Pages within feeds are escaped twice.
                var text = Encoding.GetEncoding(label.Value is "GB2312" ? "gb18030" : label.Value).GetString(await File.ReadAllBytesAsync(entry.Path, Read.Ct));
                var right = (text + WebUtility.HtmlDecode(text) + WebUtility.HtmlDecode(WebUtility.HtmlDecode(text))).ToHashSet();
                document.Text().Where(character => character > 0x2000).ShouldAllBe(character => right.Contains(character), entry.Name);
            }
        }
    }

    private static void Say(string kind, List<string> ends) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{kind}: {ends.Count} documents, " + string.Join(", ", ends.CountBy(end => end).OrderByDescending(end => end.Value).Select(end => $"{end.Value} {end.Key}")));

    private static async Task<(ExtractedDocument? Document, string? Refusal)> TryAsync(EvalDocuments.Entry entry, ReadingLimits? limits = null)
    {
        RequiredPrograms.Poppler();
        RequiredPrograms.Tesseract();
        try
        {
            // Recognition takes seconds a page; what it is for are the hard ones.
            var pages = entry.Class == "hard" ? 10 : 0;
            return (await DocumentReader.ReadAsync(entry.Path, entry.Name, (limits ?? Read.Limits) with { ProgramMebibytes = 512, MaxRecognizedPages = pages }, Read.Ct), null);
        }
        catch (UnreadableDocumentException reason)
        {
            return (null, reason.Code);
        }
    }

    private static int Characters(string text) => text.Normalize(NormalizationForm.FormKC).Count(character => character is >= '\u4e00' and <= '\u9fff');

    [GeneratedRegex("^(?:Big5|GB2312)(?=__)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Labelled();
}
