using System.Text.Json.Nodes;

namespace WeChatPlatform.Llm;

/// <summary>A company (or a program) that offers a chat API, and what to use there when nothing else is said.</summary>
/// <remarks>
/// <paramref name="EnvironmentPrefix"/> starts its settings: DEEPSEEK gives DEEPSEEK_API_KEY, DEEPSEEK_BASE_URL (or _API_BASE),
/// DEEPSEEK_MODEL and DEEPSEEK_TIMEOUT. <paramref name="DefaultModel"/> is empty where nobody can know it.
/// </remarks>
public sealed record KnownProvider(string Name, string EnvironmentPrefix, string BaseUrl, string DefaultModel)
{
    public LlmProtocol Protocol { get; init; } = LlmProtocol.OpenAi;

    /// <summary>Who gets what customers write; absent for a program that runs wherever its address says.</summary>
    public TextReceiver? Receiver { get; init; }

    /// <summary>The model that reads images; absent when there is none.</summary>
    public string? VisionModel { get; init; }

    /// <summary>Whether a request without a key is refused.</summary>
    public bool NeedsKey { get; init; } = true;

    public IReadOnlyList<KnownModel> Models { get; init; } = [];

    /// <summary>What the API takes as temperature, inclusive; absent when none must be sent.</summary>
    public (double Min, double Max)? Temperature { get; init; }

    /// <summary>The name under which the API takes the most tokens of an answer.</summary>
    public string LimitMember { get; init; } = "max_tokens";

    /// <summary>Members that every request needs, such as the one that turns thinking off.</summary>
    public JsonObject? Request { get; init; }

    /// <summary>The model as the catalogue knows it, or the entry * that stands for all; absent when it knows neither.</summary>
    public KnownModel? Model(string name) =>
        Models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? Models.FirstOrDefault(model => model.Name == KnownModel.Any);
}

/// <summary>One model of a provider.</summary>
public sealed record KnownModel(string Name)
{
    /// <summary>The name of an entry that stands for every model of its provider.</summary>
    public const string Any = "*";

    /// <summary>Absent when nobody told.</summary>
    public CataloguePrice? Price { get; init; }

    public bool ReadsImages { get; init; }

    /// <summary>Whether the model takes no temperature.</summary>
    public bool HasFixedTemperature { get; init; }

    /// <summary>Members that requests to this model need, besides those of its provider.</summary>
    public JsonObject? Request { get; init; }
}

/// <summary>A list price, and the day it was read.</summary>
public sealed record CataloguePrice(TokenPrice Tokens, DateOnly AsOf);

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
