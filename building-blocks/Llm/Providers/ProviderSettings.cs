namespace WeChatPlatform.Llm;

/// <summary>Names of the settings that say which provider is used.</summary>
internal static class ProviderSettings
{
    public const string Provider = "Llm:Provider";
    public const string BaseUrl = "Llm:BaseUrl";
    public const string ApiKey = "Llm:ApiKey";
    public const string ApiKeyFile = "Llm:ApiKeyFile";
    public const string Model = "Llm:Model";

    public static string KeyOf(KnownProvider provider) => $"{provider.EnvironmentPrefix}_API_KEY";

    public static string BaseUrlOf(KnownProvider provider) => $"{provider.EnvironmentPrefix}_BASE_URL";

    public static string ModelOf(KnownProvider provider) => $"{provider.EnvironmentPrefix}_MODEL";
}
