namespace WeChatPlatform.Documents;

/// <summary>The reasons why a file cannot be read, in the words that people see.</summary>
internal static class Unreadable
{
    public const string Unsupported = "unsupported_format";
    public const string Mislabelled = "mislabelled";
    public const string Password = "password_needed";
    public const string Broken = "broken";
    public const string TooLarge = "too_large";
    public const string Bomb = "archive_bomb";
    public const string Slow = "too_slow";
    public const string LittleText = "little_text";
    public const string Empty = "empty";
    public const string ProgramMissing = "program_missing";

    /// <summary>The warning that images were not recognised, because nobody is there who could.</summary>
    public const string NoRecognition = "no_recognition";

    private const string Recognizer = "apt-get install tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng";

    public static UnreadableDocumentException BecauseUnsupported(string what) =>
        new(Unsupported, Instead.TryGetValue(what, out var instead)
            ? $"不支持的文件格式：{what}，请另存为 {instead} / The format is not supported: {what}. Save it as {instead}."
            : $"不支持的文件格式：{what} / The format is not supported: {what}.");

    public static UnreadableDocumentException BecauseNoPoppler() =>
        new(ProgramMissing, "未安装 poppler-utils，无法读取 PDF；请在 rag 所在的机器上安装后重试：apt-get install poppler-utils poppler-data"
            + " / PDF is not read without poppler-utils: install it where rag runs, then try again: apt-get install poppler-utils poppler-data");

    public static UnreadableDocumentException BecauseNoRecognition() =>
        new(ProgramMissing, $"未安装 tesseract 或其语言数据，无法识别图像中的文字；请在 rag 所在的机器上安装后重试：{Recognizer}"
            + $" / Text in images is not recognised without tesseract and its languages: install them where rag runs, then try again: {Recognizer}");

    /// <summary>There is no text but in images, and that was not recognised.</summary>
    public static UnreadableDocumentException BecauseNothingSeen(BlockCollector blocks) =>
        blocks.Warnings.Any(warning => warning.Code == NoRecognition) ? BecauseNoRecognition() : BecauseLittleText();

    public static void WarnOfNoRecognition(this BlockCollector blocks) => blocks.Warn(
        NoRecognition, $"未安装 tesseract 或其语言数据，图像中的文字没有识别（{Recognizer}） / Text in images was not recognised: tesseract or its languages are not installed ({Recognizer}).");

    public static UnreadableDocumentException BecauseMislabelled(string name, string content) =>
        new(Mislabelled, $"文件名称说是 {name}，内容却是 {content} / The name says {name}, the content is {content}.");

    public static UnreadableDocumentException BecausePassword() =>
        new(Password, "文件有密码保护，请上传没有密码的文件 / The file needs a password; upload one that has none.");

    public static UnreadableDocumentException BecauseBroken(Exception? inner = null) =>
        new(Broken, "文件已损坏，无法读取 / The file is damaged and cannot be read.", inner);

    public static UnreadableDocumentException BecauseEncoding() =>
        new(Broken, "无法识别文本编码，请另存为 UTF-8 / The text's encoding is not known; save it as UTF-8.");

    public static UnreadableDocumentException BecauseTooLarge(long most) =>
        new(TooLarge, $"文件超过 {most} 字节 / The file is larger than {most} bytes.");

    public static UnreadableDocumentException BecauseMemory() =>
        new(TooLarge, "文件内容过多，超出内存限制 / The file holds more than the memory limit allows.");

    public static UnreadableDocumentException BecauseBomb() =>
        new(Bomb, "文件解压后异常巨大，已拒绝（压缩炸弹） / The file unfolds to far more than it is (an archive bomb); it was refused.");

    public static UnreadableDocumentException BecauseSlow() =>
        new(Slow, "读取超时 / Reading the file took too long.");

    public static UnreadableDocumentException BecauseLittleText() =>
        new(LittleText, "文件里几乎没有可识别的文字（扫描件或字体映射错误） / The file has hardly any text that can be read: a scan, or fonts that map to nonsense.");

    public static UnreadableDocumentException BecauseEmpty() => new(Empty, "文件里没有文字 / The file holds no text.");

    private static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal) { ["rtf"] = "docx", ["msg"] = "eml" };
}
