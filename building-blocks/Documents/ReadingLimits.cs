namespace WeChatPlatform.Documents;

/// <summary>What reading one file may take, and the programs that help. Every file is a stranger's: nothing is read without limits.</summary>
public sealed record ReadingLimits
{
    public static ReadingLimits Default { get; } = new();

    /// <summary>Most bytes of a file.</summary>
    public long MaxBytes { get; init; } = 52_428_800;

    /// <summary>Most characters that are taken from a file; the rest is left out with a warning.</summary>
    public int MaxCharacters { get; init; } = 5_000_000;

    /// <summary>Most bytes that the parts of an archive (docx, xlsx, ...) unfold to, all together.</summary>
    public long MaxUnpackedBytes { get; init; } = 268_435_456;

    /// <summary>How many times its packed size a part of an archive may unfold to, once it is over 8 MiB.</summary>
    public int MaxUnpackedRatio { get; init; } = 200;

    /// <summary>Most parts of an archive.</summary>
    public int MaxArchiveEntries { get; init; } = 10_000;

    /// <summary>Longest that reading may take, recognition of images apart.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most memory of a helping program, in mebibytes.</summary>
    public int ProgramMebibytes { get; init; } = 512;

    /// <summary>A page of a PDF with fewer characters is taken for an image.</summary>
    public int LittleText { get; init; } = 20;

    /// <summary>Longest that the recognition of all pages or images of one file may take; what is not read by then is left out with a warning.</summary>
    public TimeSpan RecognitionTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most pages of one file that are recognised; 0 recognises none.</summary>
    public int MaxRecognizedPages { get; init; } = 200;

    /// <summary>poppler's pdftotext: a name on the path, or a path.</summary>
    public string PdfToText { get; init; } = "pdftotext";

    /// <summary>poppler's pdftoppm: a name on the path, or a path.</summary>
    public string PdfToImage { get; init; } = "pdftoppm";

    /// <summary>tesseract: a name on the path, or a path.</summary>
    public string Tesseract { get; init; } = "tesseract";

    /// <summary>Languages that tesseract reads; their data has to be installed.</summary>
    public string TesseractLanguages { get; init; } = "chi_sim+eng";
}
