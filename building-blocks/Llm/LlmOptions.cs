using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

/// <summary>
/// Which models word the answers, and how patiently they are asked. Without a provider the platform answers from its knowledge
/// alone. Variables such as DEEPSEEK_API_KEY connect a provider without this section (<see cref="ProviderCatalog"/>).
/// </summary>
public sealed class LlmOptions
{
    public const string Section = "Llm";

    /// <summary>A name of the catalogue, custom, or none, which forbids any model; empty connects all whose keys are set.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Address of an API, with its version: http://localhost:11434/v1. Empty takes the provider's.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>The provider's key. A server of one's own may do without.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>A file that holds the key and nothing else; for mounted secrets. Not together with ApiKey.</summary>
    public string ApiKeyFile { get; set; } = "";

    /// <summary>The model's name at the provider. Empty takes the provider's default.</summary>
    public string Model { get; set; } = "";

    /// <summary>Several providers, in the order in which they are asked. Not bound to the catalogue's order.</summary>
    public List<ProviderConnectionSettings> Providers { get; set; } = [];

    /// <summary>A file laid over the built-in catalogue of providers, models and prices. Empty: none.</summary>
    public string CatalogFile { get; set; } = "";

    /// <summary>Longest an answer may take, all providers, tries and waits together, in seconds.</summary>
    [Range(0.05, 300)]
    public double TotalTimeoutSeconds { get; set; } = 25;

    /// <summary>Longest one try may take, in seconds.</summary>
    [Range(0.05, 300)]
    public double TryTimeoutSeconds { get; set; } = 12;

    /// <summary>How often one provider is tried again after a limit, a server error or a broken connection.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>Wait before the first further try, in seconds; it doubles, with jitter. Retry-After wins over it.</summary>
    [Range(0.001, 60)]
    public double RetryDelaySeconds { get; set; } = 0.5;

    /// <summary>Longest Retry-After that is waited for, in seconds. With a longer one the provider is left alone until then.</summary>
    [Range(0, 300)]
    public double MaxRetryAfterSeconds { get; set; } = 10;

    /// <summary>Longest Retry-After that is waited for while another provider could answer, in seconds.</summary>
    [Range(0, 300)]
    public double SwitchAfterSeconds { get; set; } = 1;

    /// <summary>Failures of one provider within <see cref="BreakerSeconds"/>, at least half of its tries, that take it out.</summary>
    [Range(2, 1000)]
    public int BreakerFailures { get; set; } = 5;

    /// <summary>How long a provider that was taken out is not asked, in seconds; then one try decides.</summary>
    [Range(0.5, 3600)]
    public double BreakerSeconds { get; set; } = 30;

    /// <summary>Most requests to one provider at the same time.</summary>
    [Range(1, 1000)]
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>Most tokens of one answer.</summary>
    [Range(1, 32768)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>0 to 2. A provider whose range is narrower gets the nearest it takes.</summary>
    [Range(0.0, 2.0)]
    public double Temperature { get; set; } = 0.3;

    /// <summary>Read every answer as a stream. A broken stream is asked again as a whole; a customer never sees half an answer.</summary>
    public bool Streaming { get; set; }

    /// <summary>Before whom phones, ids, cards and addresses are masked: abroad (and unknown places), always, never.</summary>
    [RegularExpression("^(abroad|always|never)$")]
    public string MaskPersonalData { get; set; } = "abroad";

    /// <summary>Whether settings connect any model. Rows that were added at run time are the register's.</summary>
    public bool IsConfigured => BaseUrl.Length > 0;

    /// <summary>All connections that settings make, completed.</summary>
    internal IReadOnlyList<ProviderConnectionSettings> Connections { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class LlmOptionsValidator : IValidateOptions<LlmOptions>;
