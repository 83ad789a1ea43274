using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Media;

/// <summary>Who reads images and voice that customers send. What is not set up, or not installed, cannot be read and is said to be so.</summary>
internal sealed class MediaOptions
{
    public const string Section = "Ai:Media";

    /// <summary>Who is asked to read an image, in this order, until one finds text: tesseract, paddle, vision.</summary>
    public IList<string> ImageReaders { get; set; } = ["tesseract", "paddle", "vision"];

    /// <summary>Who turns voice into text: funasr, openai, or none.</summary>
    [RegularExpression("^(none|funasr|openai)$")]
    public string SpeechReader { get; set; } = "none";

    /// <summary>Most bytes of an image or voice message that is read.</summary>
    [Range(1_024, 104_857_600)]
    public int MaxBytes { get; set; } = 20_971_520;

    /// <summary>How many images and voice messages one process reads at the same time: each is in memory as a whole meanwhile.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 2;

    /// <summary>Longest one may take, in seconds, its wait for a place included.</summary>
    [Range(1, 300)]
    public double Seconds { get; set; } = 25;

    /// <summary>Most characters of a text that is taken from an image or voice message.</summary>
    [Range(50, 10_000)]
    public int MaxCharacters { get; set; } = 2000;

    /// <summary>The program ImageMagick: a name on the path, or a path. Empty looks for magick and convert-im6.q16.</summary>
    public string ImageMagick { get; set; } = "";

    /// <summary>The program tesseract: a name on the path, or a path.</summary>
    [Required]
    public string Tesseract { get; set; } = "tesseract";

    /// <summary>Languages that tesseract reads; their data has to be installed.</summary>
    [RegularExpression(@"^[A-Za-z_]{2,20}(\+[A-Za-z_]{2,20}){0,5}$")]
    public string TesseractLanguages { get; set; } = "chi_sim+eng";

    /// <summary>Least mean confidence, 0 to 1, with which the text of an image is believed.</summary>
    [Range(0.0, 1.0)]
    public double MinConfidence { get; set; } = 0.5;

    /// <summary>Longest one run of ImageMagick or tesseract may take, in seconds.</summary>
    [Range(0.1, 120)]
    public double ProgramSeconds { get; set; } = 10;

    /// <summary>Most memory that ImageMagick or tesseract may take, in mebibytes.</summary>
    [Range(64, 16_384)]
    public int ProgramMebibytes { get; set; } = 1024;

    /// <summary>Address of a PaddleOCR pipeline server: http://ocr:8080/ocr. Empty: there is none.</summary>
    [RegularExpression("^(https?://.+)?$")]
    public string PaddleUrl { get; set; } = "";

    /// <summary>Longest edge of an image that a vision model is given, in pixels.</summary>
    [Range(256, 8192)]
    public int VisionEdge { get; set; } = 1024;

    /// <summary>Most bytes of an image that a vision model is given, in units of 1,000.</summary>
    [Range(50, 10_000)]
    public int VisionKilobytes { get; set; } = 500;

    /// <summary>Address of a FunASR server: ws://asr:10095 or wss://.</summary>
    [RegularExpression("^(wss?://.+)?$")]
    public string FunAsrUrl { get; set; } = "";

    /// <summary>How FunASR is asked: offline, or 2pass where the server speaks only that.</summary>
    [RegularExpression("^(offline|2pass)$")]
    public string FunAsrMode { get; set; } = "offline";

    /// <summary>Address of an OpenAI-compatible API with /audio/transcriptions, with its version: http://asr:8000/v1.</summary>
    [RegularExpression("^(https?://.+)?$")]
    public string TranscriptionBaseUrl { get; set; } = "";

    /// <summary>The model's name there.</summary>
    [Required]
    public string TranscriptionModel { get; set; } = "whisper-1";

    /// <summary>The key there. A server of one's own may do without.</summary>
    public string TranscriptionApiKey { get; set; } = "";

    /// <summary>A file that holds the key and nothing else. Not together with the key.</summary>
    public string TranscriptionApiKeyFile { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class MediaOptionsValidator : IValidateOptions<MediaOptions>;

/// <summary>What single properties cannot say of themselves.</summary>
internal sealed class MediaOptionsConsistency : IValidateOptions<MediaOptions>
{
    public ValidateOptionsResult Validate(string? name, MediaOptions options)
    {
        List<string> faults = [];
        faults.AddRange(options.ImageReaders
            .Where(reader => reader is not (TesseractReader.ReaderName or PaddleReader.ReaderName or VisionReader.ReaderName))
            .Select(reader => $"Ai:Media:ImageReaders: '{reader}' is not tesseract, paddle or vision."));
        if (options.SpeechReader == FunAsrReader.ReaderName && options.FunAsrUrl.Length == 0)
        {
            faults.Add("Ai:Media:SpeechReader is funasr: set Ai:Media:FunAsrUrl.");
        }

        if (options.SpeechReader == TranscriptionReader.ReaderName && options.TranscriptionBaseUrl.Length == 0)
        {
            faults.Add("Ai:Media:SpeechReader is openai: set Ai:Media:TranscriptionBaseUrl.");
        }

        if (options.TranscriptionApiKey.Length > 0 && options.TranscriptionApiKeyFile.Length > 0)
        {
            faults.Add("Ai:Media:TranscriptionApiKey and Ai:Media:TranscriptionApiKeyFile exclude each other.");
        }

        if (options.TranscriptionApiKeyFile.Length > 0 && !File.Exists(options.TranscriptionApiKeyFile))
        {
            faults.Add("Ai:Media:TranscriptionApiKeyFile does not exist.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
