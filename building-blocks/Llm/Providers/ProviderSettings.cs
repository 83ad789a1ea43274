namespace WeChatPlatform.Llm;

/// <summary>Names of the variables that connect a provider: the ones that every tool of this kind reads.</summary>
internal static class ProviderSettings
{
    public static string KeyOf(KnownProvider provider) => $"{provider.EnvironmentPrefix}_API_KEY";

    public static string BaseUrlOf(KnownProvider provider) => $"{provider.EnvironmentPrefix}_BASE_URL";

    /// <summary>Another spelling of the base URL.</summary>
    public static string ApiBaseOf(KnownProvider provider) => $"{provider.EnvironmentPrefix}_API_BASE";

    public static string ModelOf(KnownProvider provider) => $"{provider.EnvironmentPrefix}_MODEL";

    /// <summary>Longest one try may take, in seconds.</summary>
    public static string TimeoutOf(KnownProvider provider) => $"{provider.EnvironmentPrefix}_TIMEOUT";
}
