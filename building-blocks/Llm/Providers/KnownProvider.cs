namespace WeChatPlatform.Llm;

/// <summary>A company that offers an OpenAI-compatible chat API, and what to use there when nothing else is said.</summary>
/// <remarks>
/// <paramref name="EnvironmentPrefix"/> starts its settings: DEEPSEEK gives DEEPSEEK_API_KEY, DEEPSEEK_BASE_URL and
/// DEEPSEEK_MODEL. <paramref name="Receiver"/> is who gets what customers write.
/// </remarks>
public sealed record KnownProvider(
    string Name,
    string EnvironmentPrefix,
    string BaseUrl,
    string DefaultModel,
    TextReceiver Receiver);

/// <summary>The company, or the machine, that customer texts are sent to, by its name in both languages.</summary>
public sealed record TextReceiver(string Chinese, string English, TextRegion Region = TextRegion.Unknown)
{
    /// <summary>What an operator must know before the first customer writes.</summary>
    public string Notice =>
        $"客户消息将发送给：{Chinese} / customer texts will be sent to {English}";
}

/// <summary>Where a receiver's machines stand, as far as the rules for personal data care.</summary>
public enum TextRegion
{
    /// <summary>Nobody told: treated as abroad.</summary>
    Unknown,

    /// <summary>This machine or this network.</summary>
    Local,

    /// <summary>Mainland China.</summary>
    China,

    /// <summary>Anywhere else.</summary>
    Abroad,
}
