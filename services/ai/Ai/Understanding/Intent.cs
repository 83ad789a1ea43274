namespace WeChatPlatform.Ai.Understanding;

/// <summary>What a customer wants, in stable words.</summary>
internal static class Intent
{
    public const string Consult = "consult";
    public const string Price = "price";
    public const string Order = "order";
    public const string Logistics = "logistics";
    public const string Fault = "fault";
    public const string Complaint = "complaint";
    public const string Refund = "refund";
    public const string Greeting = "greeting";
    public const string Thanks = "thanks";
    public const string Other = "other";

    public static IReadOnlyList<string> All { get; } =
        [Complaint, Refund, Fault, Logistics, Order, Price, Consult, Thanks, Greeting, Other];
}

/// <summary>How a customer feels, in stable words.</summary>
internal static class Emotion
{
    public const string Positive = "positive";
    public const string Neutral = "neutral";
    public const string Negative = "negative";
    public const string Angry = "angry";

    public static IReadOnlyList<string> All { get; } = [Positive, Neutral, Negative, Angry];
}

/// <summary>What a customer does with a sentence, in stable words: what a yes or a no means depends on the line before.</summary>
internal static class DialogueAct
{
    public const string Ask = "ask";
    public const string Inform = "inform";
    public const string Confirm = "confirm";
    public const string Deny = "deny";
    public const string Choose = "choose";
    public const string Recommend = "ask_recommendation";
    public const string Change = "change";
    public const string Close = "close";
    public const string SmallTalk = "small_talk";
}
