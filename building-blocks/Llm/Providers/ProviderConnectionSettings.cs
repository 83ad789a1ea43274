namespace WeChatPlatform.Llm;

/// <summary>One entry of Llm:Providers: a provider to ask. A class, not a record: a record would print the key.</summary>
public sealed class ProviderConnectionSettings
{
    /// <summary>What targets, the ledger and metrics name it by. Empty takes <see cref="Provider"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Its name in the catalogue, or custom. Empty is found from the address.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Address of its API, with its version. Empty takes the catalogue's.</summary>
    public string BaseUrl { get; set; } = "";

    public string ApiKey { get; set; } = "";

    /// <summary>A file that holds the key and nothing else. Not together with ApiKey.</summary>
    public string ApiKeyFile { get; set; } = "";

    /// <summary>The model that is asked when no rule names another. Empty takes the catalogue's.</summary>
    public string Model { get; set; } = "";

    /// <summary>The model that reads images. Empty takes the catalogue's; none for a server of one's own.</summary>
    public string VisionModel { get; set; } = "";

    /// <summary>Further models that rules may name. Empty takes the catalogue's.</summary>
    public List<string> Models { get; set; } = [];

    /// <summary>Absent takes the catalogue's; OpenAi for a server of one's own.</summary>
    public LlmProtocol? Protocol { get; set; }

    /// <summary>Who runs it, in Chinese. Empty takes the catalogue's, or says the address.</summary>
    public string Operator { get; set; } = "";

    /// <summary>Who runs it, in English.</summary>
    public string OperatorEnglish { get; set; } = "";

    /// <summary>Where it stands. Absent takes the catalogue's; what nobody knows counts as abroad.</summary>
    public TextRegion? Region { get; set; }

    /// <summary>Absent follows Llm:MaskPersonalData.</summary>
    public bool? MasksPersonalData { get; set; }

    /// <summary>Longest one try may take, in seconds. Absent takes Llm:TryTimeoutSeconds.</summary>
    public double? TryTimeoutSeconds { get; set; }

    /// <summary>Most requests to it at the same time. Absent takes Llm:MaxConcurrency.</summary>
    public int? MaxConcurrency { get; set; }

    public override string ToString() => $"{Id} {Model}";
}
