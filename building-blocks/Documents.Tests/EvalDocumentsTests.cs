using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents.Tests;

/// <summary>Real documents of many origins end as they should: read, flagged, or refused with the reason.</summary>
public partial class EvalDocumentsTests
{
    private const double Share = 0.95;

    private static readonly string[] NotSupported = [".msg", ".dbf"];

    static EvalDocumentsTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task Good_documents_give_nearly_all_their_characters()
    {
        var poor = new List<string>();
        foreach (var entry in EvalDocuments.Of("ok"))
        {
            var (document, refusal) = await TryAsync(entry);
            if (NotSupported.Contains(Path.GetExtension(entry.Name)))
            {
                refusal.ShouldBe("unsupported_format", entry.Name);
            }
            else if (Characters(document?.Text() ?? "") < entry.ReferenceCharacters * Share && !(refusal == "empty" && entry.ReferenceCharacters < 5))
            {
                poor.Add($"{entry.Name}: {Characters(document?.Text() ?? "")} of {entry.ReferenceCharacters} {refusal}");
            }
        }

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
        foreach (var entry in EvalDocuments.Of("broken"))
        {
            var (document, refusal) = await TryAsync(entry);
            (document?.Blocks.Count > 0 || refusal is not null).ShouldBeTrue(entry.Name);
        }
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
                var right = Encoding.GetEncoding(label.Value is "GB2312" ? "gb18030" : label.Value).GetString(await File.ReadAllBytesAsync(entry.Path, Read.Ct)).ToHashSet();
                document.Text().Where(character => character > 0x2000).ShouldAllBe(character => right.Contains(character), entry.Name);
            }
        }
    }

    private static async Task<(ExtractedDocument? Document, string? Refusal)> TryAsync(EvalDocuments.Entry entry)
    {
        RequiredPrograms.Poppler();
        RequiredPrograms.Tesseract();
        try
        {
            return (await DocumentReader.ReadAsync(entry.Path, entry.Name, Read.Limits with { ProgramMebibytes = 512 }, Read.Ct), null);
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
