using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

/// <summary>
/// Which model words the answers, and how patiently it is asked. Without a provider the platform answers from its
/// knowledge alone. Variables such as DEEPSEEK_API_KEY fill what this section leaves open (<see cref="ProviderCatalog"/>).
/// </summary>
public sealed class LlmOptions
{
    public const string Section = "Llm";

    /// <summary>openai, deepseek, qwen, moonshot, glm, gemini, custom; none forbids any model; empty picks by keys.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Address of an OpenAI-compatible API, with its version: http://localhost:11434/v1. Empty takes the provider's.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>The provider's key. A server of one's own may do without.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>A file that holds the key and nothing else; for mounted secrets. Not together with ApiKey.</summary>
    public string ApiKeyFile { get; set; } = "";

    /// <summary>The model's name at the provider. Empty takes the provider's default.</summary>
    public string Model { get; set; } = "";

    /// <summary>Longest an answer may take, all tries and waits together, in seconds.</summary>
    [Range(0.05, 300)]
    public double TotalTimeoutSeconds { get; set; } = 25;

    /// <summary>Longest one try may take, in seconds.</summary>
    [Range(0.05, 300)]
    public double TryTimeoutSeconds { get; set; } = 12;

    /// <summary>How often a call is tried again after a limit, a server error or a broken connection.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>Wait before the first further try, in seconds; it doubles, with jitter. Retry-After wins over it.</summary>
    [Range(0.001, 60)]
    public double RetryDelaySeconds { get; set; } = 0.5;

    /// <summary>Longest Retry-After that is waited for, in seconds. A longer one ends the call as rate limited at once.</summary>
    [Range(0, 300)]
    public double MaxRetryAfterSeconds { get; set; } = 10;

    /// <summary>Most tokens of one answer.</summary>
    [Range(1, 32768)]
    public int MaxTokens { get; set; } = 512;

    [Range(0.0, 2.0)]
    public double Temperature { get; set; } = 0.3;

    /// <summary>Read the answer as a stream. A broken stream is asked again as a whole; a customer never sees half an answer.</summary>
    public bool Streaming { get; set; }

    /// <summary>Whether there is a model at all.</summary>
    public bool IsConfigured => BaseUrl.Length > 0;
}

[OptionsValidator]
internal sealed partial class LlmOptionsValidator : IValidateOptions<LlmOptions>;
