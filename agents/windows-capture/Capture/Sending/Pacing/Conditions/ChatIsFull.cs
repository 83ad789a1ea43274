namespace WeChatPlatform.Capture.Sending.Pacing.Conditions;

/// <summary>The cap of one chat for any 60 minutes. Other chats go on.</summary>
internal sealed class ChatIsFull : IPaceCondition
{
    public string Reason => "pace_chat";

    public bool IsOfAccount => false;

    public bool Holds(PaceCase asked) => asked.Pace.Limited && asked.GoesBeyond(
        asked.Pace.PerChatPerHour, asked.Within(HourIsFull.Window).Count(sent => sent.ChatId == asked.Decision.ChatId));
}
