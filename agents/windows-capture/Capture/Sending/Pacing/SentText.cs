namespace WeChatPlatform.Capture.Sending.Pacing;

/// <summary>A text for which Enter was, or may have been, pressed. It is remembered by a digest, for a day.</summary>
internal sealed record SentText(string DecisionId, int Part, string ChatId, string Digest, DateTimeOffset At);
