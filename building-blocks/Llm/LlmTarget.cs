namespace WeChatPlatform.Llm;

/// <summary>Whom a question may be put to: a connected provider (<see cref="ConfiguredProvider.Id"/>) and one of its models.</summary>
public sealed record LlmTarget(string Provider, string Model)
{
    public override string ToString() => $"{Provider}/{Model}";
}
