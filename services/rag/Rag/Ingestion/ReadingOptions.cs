using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WeChatPlatform.Documents;

namespace WeChatPlatform.Rag;

/// <summary>What reading a file may take, and the programs that help.</summary>
public sealed class ReadingOptions
{
    public const string Section = "Rag:Reading";

    /// <summary>Longest that reading one file may take, in seconds, recognition of images apart.</summary>
    [Range(1, 600)]
    public int Seconds { get; set; } = 30;

    /// <summary>Longest that the recognition of all pages or images of one file may take, in seconds; what is not read by then is left out.</summary>
    [Range(1, 3600)]
    public int RecognitionSeconds { get; set; } = 200;

    /// <summary>Most pages of one file that are recognised; 0 recognises none.</summary>
    [Range(0, 2000)]
    public int MaxRecognizedPages { get; set; } = 200;

    /// <summary>Most memory of a helping program, in mebibytes.</summary>
    [Range(64, 8192)]
    public int ProgramMebibytes { get; set; } = 512;

    /// <summary>poppler's pdftotext: a name on the path, or a path.</summary>
    [Required]
    public string PdfToText { get; set; } = "pdftotext";

    /// <summary>poppler's pdftoppm: a name on the path, or a path.</summary>
    [Required]
    public string PdfToImage { get; set; } = "pdftoppm";

    /// <summary>tesseract: a name on the path, or a path.</summary>
    [Required]
    public string Tesseract { get; set; } = "tesseract";

    /// <summary>Languages that tesseract reads; their data has to be installed.</summary>
    [Required]
    public string TesseractLanguages { get; set; } = "chi_sim+eng";

    internal ReadingLimits ToLimits(int maxBytes) => new()
    {
        MaxBytes = maxBytes,
        Time = TimeSpan.FromSeconds(Seconds),
        RecognitionTime = TimeSpan.FromSeconds(RecognitionSeconds),
        MaxRecognizedPages = MaxRecognizedPages,
        ProgramMebibytes = ProgramMebibytes,
        PdfToText = PdfToText,
        PdfToImage = PdfToImage,
        Tesseract = Tesseract,
        TesseractLanguages = TesseractLanguages,
    };
}

[OptionsValidator]
internal sealed partial class ReadingOptionsValidator : IValidateOptions<ReadingOptions>;
