namespace WeChatPlatform.Llm;

/// <summary>
/// The providers this platform knows by name, and the rule that picks one from settings. The order of
/// <see cref="All"/> is the precedence when the keys of several are set.
/// </summary>
public static class ProviderCatalog
{
    /// <summary>The provider name that means: no model, whatever keys the environment holds.</summary>
    public const string None = "none";

    /// <summary>The name of a server that is in no catalogue: a local model, a company's own gateway.</summary>
    public const string Custom = "custom";

    public static IReadOnlyList<KnownProvider> All { get; } =
    [
        new("openai", "OPENAI", "https://api.openai.com/v1", "gpt-4o-mini", new("OpenAI（美国）", "OpenAI (USA)")),
        new("deepseek", "DEEPSEEK", "https://api.deepseek.com/v1", "deepseek-chat", new("深度求索", "DeepSeek (China)")),
        new("qwen", "QWEN", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-turbo",
            new("阿里云（通义千问）", "Alibaba Cloud (Qwen, China)")),
        new("moonshot", "MOONSHOT", "https://api.moonshot.cn/v1", "moonshot-v1-8k", new("月之暗面", "Moonshot AI (China)")),
        new("glm", "GLM", "https://open.bigmodel.cn/api/paas/v4", "glm-4-flash", new("智谱", "Zhipu AI (GLM, China)")),
        new("gemini", "GEMINI", "https://generativelanguage.googleapis.com/v1beta/openai/", "gemini-1.5-flash",
            new("谷歌（美国）", "Google (Gemini, USA)")),
    ];

    /// <summary>Every setting that <see cref="Choose"/> looks at.</summary>
    public static IReadOnlyList<string> SettingNames { get; } =
    [
        ProviderSettings.Provider, ProviderSettings.BaseUrl, ProviderSettings.ApiKey, ProviderSettings.ApiKeyFile,
        ProviderSettings.Model,
        .. All.SelectMany(known => (string[])
            [ProviderSettings.KeyOf(known), ProviderSettings.BaseUrlOf(known), ProviderSettings.ModelOf(known)]),
    ];

    /// <summary>
    /// Picks the provider, or none. Said in the Llm section wins over said by variables; there a named base URL wins over
    /// a bare key, and among bare keys the order of <see cref="All"/> decides. Blank counts as absent.
    /// </summary>
    /// <remarks>
    /// A choice may be incomplete (a known name without a key, a server of one's own without a model): options validation
    /// says so at start.
    /// </remarks>
    public static ProviderChoice? Choose(IReadOnlyDictionary<string, string?> settings)
    {
        var named = settings.Text(ProviderSettings.Provider)?.ToLowerInvariant();
        if (named is not null)
        {
            return named == None ? null
                : All.FirstOrDefault(known => known.Name == named) is { } known ? Complete(known, settings)
                : Complete(named, settings);
        }

        if (settings.Text(ProviderSettings.BaseUrl) is { } url)
        {
            return ByHost(url) is { } known ? Complete(known, settings) : Complete(Custom, settings);
        }

        var pick = All.FirstOrDefault(known => settings.Text(ProviderSettings.BaseUrlOf(known)) is not null)
            ?? All.FirstOrDefault(known => settings.Text(ProviderSettings.KeyOf(known)) is not null);
        return pick is null ? null : Complete(pick, settings);
    }

    /// <summary>Who gets the texts that are sent to this address.</summary>
    public static TextReceiver ReceiverAt(string baseUrl) =>
        ByHost(baseUrl) is { } known ? known.Receiver
        : !Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) ? new("未知地址", "an unknown address")
        : url.IsLoopback ? new($"本机的模型服务（{url.Authority}）", $"the model server on this machine ({url.Authority})")
        : new($"服务器 {url.Authority} 的运营者", $"whoever runs the server {url.Authority}");

    internal static KnownProvider? ByHost(string baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var url)
            ? All.FirstOrDefault(known => new Uri(known.BaseUrl).Host == url.Host)
            : null;

    private static ProviderChoice Complete(KnownProvider known, IReadOnlyDictionary<string, string?> settings)
    {
        var baseUrl = settings.Text(ProviderSettings.BaseUrl) ?? settings.Text(ProviderSettings.BaseUrlOf(known)) ?? known.BaseUrl;

        // OPENAI_BASE_URL is what every tool of this kind reads, so it often names another company's server.
        var reached = ByHost(baseUrl);
        var named = settings.Text(ProviderSettings.ApiKeyFile) is null ? settings.Text(ProviderSettings.KeyOf(known)) : null;
        return new ProviderChoice
        {
            Provider = reached?.Name ?? Custom,
            BaseUrl = baseUrl,
            Model = settings.Text(ProviderSettings.Model) ?? settings.Text(ProviderSettings.ModelOf(known)) ?? reached?.DefaultModel ?? "",
            ApiKey = settings.Text(ProviderSettings.ApiKey) ?? named,
            ApiKeyFile = settings.Text(ProviderSettings.ApiKeyFile),
        };
    }

    private static ProviderChoice Complete(string name, IReadOnlyDictionary<string, string?> settings) => new()
    {
        Provider = name,
        BaseUrl = settings.Text(ProviderSettings.BaseUrl) ?? "",
        Model = settings.Text(ProviderSettings.Model) ?? "",
        ApiKey = settings.Text(ProviderSettings.ApiKey),
        ApiKeyFile = settings.Text(ProviderSettings.ApiKeyFile),
    };

    private static string? Text(this IReadOnlyDictionary<string, string?> settings, string name) =>
        settings.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
