using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Documents;

/// <summary>What reading one file may take, and the programs that help.</summary>
public sealed class ReadingOptions
{
    public const string Section = "Rag:Reading";

    /// <summary>Longest that reading one file may take, recognition of images apart, in seconds.</summary>
    [Range(1, 600)]
    public double Seconds { get; set; } = 30;

    /// <summary>Most characters that are taken from a file; the rest is left out and told.</summary>
    [Range(1000, 50_000_000)]
    public int MaxCharacters { get; set; } = 5_000_000;

    /// <summary>Most mebibytes that the parts of an archive (docx, xlsx, ...) unfold to, all together.</summary>
    [Range(1, 4096)]
    public int MaxUnpackedMebibytes { get; set; } = 256;

    /// <summary>Most memory of one run of pdftotext, pdftoppm or tesseract, in mebibytes.</summary>
    [Range(64, 16_384)]
    public int ProgramMebibytes { get; set; } = 512;

    /// <summary>A page of a PDF with fewer letters is taken for an image, recognised and flagged.</summary>
    [Range(0, 1000)]
    public int LittleText { get; set; } = 20;

    /// <summary>Longest that the recognition of all images of one file may take, in seconds.</summary>
    [Range(1, 86_400)]
    public double RecognitionSeconds { get; set; } = 600;

    /// <summary>Most pages of one file that are recognised. 0 recognises none: scans are refused as little_text.</summary>
    [Range(0, 10_000)]
    public int MaxRecognizedPages { get; set; } = 200;

    /// <summary>The program pdftotext of poppler-utils: a name on the path, or a path. Without it no PDF is read.</summary>
    [Required]
    public string PdfToText { get; set; } = "pdftotext";

    /// <summary>The program pdftoppm of poppler-utils: a name on the path, or a path. Without it no scanned PDF is read.</summary>
    [Required]
    public string PdfToImage { get; set; } = "pdftoppm";

    /// <summary>The program tesseract: a name on the path, or a path. Without it no image is read.</summary>
    [Required]
    public string Tesseract { get; set; } = "tesseract";

    /// <summary>Languages that tesseract reads; their data has to be installed.</summary>
    [RegularExpression(@"^[A-Za-z_]{2,20}(\+[A-Za-z_]{2,20}){0,5}$")]
    public string TesseractLanguages { get; set; } = "chi_sim+eng";

    /// <param name="maxBytes">Most bytes of a file.</param>
    public ReadingLimits ToLimits(long maxBytes) => new()
    {
        MaxBytes = maxBytes, MaxCharacters = MaxCharacters, MaxUnpackedBytes = MaxUnpackedMebibytes * 1_048_576L, Time = TimeSpan.FromSeconds(Seconds),
        ProgramMebibytes = ProgramMebibytes, LittleText = LittleText, RecognitionTime = TimeSpan.FromSeconds(RecognitionSeconds),
        MaxRecognizedPages = MaxRecognizedPages, PdfToText = PdfToText, PdfToImage = PdfToImage, Tesseract = Tesseract, TesseractLanguages = TesseractLanguages,
    };
}

[OptionsValidator]
internal sealed partial class ReadingOptionsValidator : IValidateOptions<ReadingOptions>;
