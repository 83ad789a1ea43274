using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>A message as mail programs save it (RFC 5322, MIME): its subject and its text; attachments are named and left out.</summary>
internal static partial class EmailFormat
{
    private const int MaxDepth = 10;
    private const int MaxParts = 200;

    public static bool LooksLikeOne(ReadOnlySpan<char> start) =>
        HeaderLine().Count(start) >= 2 && Known().IsMatch(start);

    public static void Read(ReadingJob job)
    {
        // Each byte as a character: every part says itself which encoding it is in.
        var parts = 0;
        var message = MimePart.Parse(Encoding.Latin1.GetString(job.Content));
        var subject = EncodedWords.Decode(message.Header("subject"));
        job.Blocks.Title = subject;
        job.Blocks.Heading(subject, 1);
        Add(message, job, 0, ref parts);
    }

    private static void Add(MimePart part, ReadingJob job, int depth, ref int parts)
    {
        if (depth > MaxDepth || ++parts > MaxParts)
        {
            return;
        }

        if (part.IsMultipart)
        {
            var inner = part.Parts().ToList();
            if (part.MediaType == "multipart/alternative")
            {
                // The plain wording where it says something: the other one is the same, with layout.
                inner = inner.Find(one => one.MediaType == "text/plain" && one.Text().Trim().Length > 0) is { } plain ? [plain] : inner.TakeLast(1).ToList();
            }

            foreach (var one in inner)
            {
                Add(one, job, depth + 1, ref parts);
            }
        }
        else if (part.MediaType == "message/rfc822")
        {
            var message = MimePart.Parse(part.BodyAsMessage());
            job.Blocks.Heading(EncodedWords.Decode(message.Header("subject")), 2);
            Add(message, job, depth + 1, ref parts);
        }
        else if (part.IsAttachment || !part.MediaType.StartsWith("text/", StringComparison.Ordinal))
        {
            job.Blocks.Warn(
                "attachment_left_out",
                string.Create(CultureInfo.InvariantCulture, $"第 {parts} 部分是附件（{part.MediaType}），未读取，请单独上传 / Part {parts} is an attachment ({part.MediaType}) and was left out; upload it by itself."),
                parts);
        }
        else if (part.MediaType == "text/html")
        {
            HtmlFormat.Read(part.Text(), job.Blocks);
        }
        else
        {
            PlainTextFormat.Read(part.Text(), job.Blocks);
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{1,40}:[ \\t]", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HeaderLine();

    [GeneratedRegex("^(?:Received|MIME-Version|Message-ID|Return-Path|From|Delivered-To):", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Known();
}
