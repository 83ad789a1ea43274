using System.IO.Enumeration;

namespace WeChatPlatform.Capture.Sending.Pacing.Conditions;

/// <summary>
/// One text went to as many other chats as may have it for now. Short texts and those that the operator names are not
/// compared; nor is one that the same chat had before. Other chats and other texts go on.
/// </summary>
internal sealed class SameTextToMany : IPaceCondition
{
    public string Reason => "same_text";

    public bool IsOfAccount => false;

    public bool Holds(PaceCase asked)
    {
        var pace = asked.Pace;
        if (!pace.Limited || pace.SameTextChats == 0 || asked.HasBegun)
        {
            return false;
        }

        var recent = asked.Within(TimeSpan.FromMinutes(pace.SameTextMinutes)).ToList();
        return asked.Decision.Parts.Skip(asked.Part).Select(part => part.Text)
            .Where(text => IsCompared(text, pace))
            .Select(SentTexts.DigestOf)
            .Any(digest => IsWithAsManyAsMayBe(digest, recent, asked));
    }

    private static bool IsWithAsManyAsMayBe(string digest, List<SentText> recent, PaceCase asked)
    {
        var chats = recent.Where(sent => sent.Digest == digest).Select(sent => sent.ChatId).ToHashSet(StringComparer.Ordinal);
        return chats.Count >= asked.Pace.SameTextChats && !chats.Contains(asked.Decision.ChatId);
    }

    private static bool IsCompared(string text, PaceOptions pace) => text.Length >= pace.SameTextLength
        && !pace.SameTextExceptions.Any(exception => FileSystemName.MatchesSimpleExpression(
            exception.Trim().Replace("\\", "\\\\", StringComparison.Ordinal), text.Trim(), ignoreCase: true));
}
