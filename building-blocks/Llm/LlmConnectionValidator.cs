using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

/// <summary>What ranges on one property cannot say. All faults are listed at once; none of them repeats a key.</summary>
internal sealed class LlmConnectionValidator : IValidateOptions<LlmOptions>
{
    public ValidateOptionsResult Validate(string? name, LlmOptions options)
    {
        var faults = Faults(options, File.Exists).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    internal static IEnumerable<string> Faults(LlmOptions options, Func<string, bool> fileExists)
    {
        if (options.TryTimeoutSeconds > options.TotalTimeoutSeconds)
        {
            yield return "Llm:TryTimeoutSeconds must not exceed Llm:TotalTimeoutSeconds.";
        }

        var (catalog, fault) = CatalogOf(options);
        if (fault is not null)
        {
            yield return fault;
        }

        if (options.Connections.Count == 0 && options.Provider.Length == 0 && (options.ApiKey.Length > 0 || options.ApiKeyFile.Length > 0))
        {
            yield return "Llm:Provider or Llm:BaseUrl is missing: a key alone does not say whose it is.";
        }

        foreach (var connection in options.Connections)
        {
            foreach (var found in Faults(connection, catalog, fileExists))
            {
                yield return options.Connections.Count == 1 ? found : $"{connection.Id}: {found}";
            }
        }
    }

    /// <summary>The catalogue, or the built-in one and the fault of the operator's file.</summary>
    internal static (ProviderCatalog Catalog, string? Fault) CatalogOf(LlmOptions options)
    {
        try
        {
            return (ProviderCatalog.Load(options.CatalogFile), null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (ProviderCatalog.BuiltIn, $"Llm:CatalogFile names a file that cannot be read: {options.CatalogFile}");
        }
        catch (JsonException broken)
        {
            return (ProviderCatalog.BuiltIn, $"Llm:CatalogFile is no catalogue: {broken.Message}");
        }
    }

    private static IEnumerable<string> Faults(ProviderConnectionSettings connection, ProviderCatalog catalog, Func<string, bool> fileExists)
    {
        var known = catalog.Find(connection.Provider);
        if (known is null && connection.Provider != ProviderCatalog.Custom)
        {
            yield return $"Llm:Provider '{connection.Provider}' is not known: use one of "
                + $"{string.Join(", ", catalog.All.Select(one => one.Name))}, custom or none.";
            yield break;
        }

        if (connection.BaseUrl.Length == 0)
        {
            yield return "Llm:BaseUrl is missing: a custom provider needs the address of its API.";
            yield break;
        }

        if (!Uri.TryCreate(connection.BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return "Llm:BaseUrl (or the provider's _BASE_URL) must be an http or https address.";
        }

        if (connection.Model.Length == 0)
        {
            yield return "Llm:Model (or OPENAI_MODEL) is missing: a server of one's own has no default model.";
        }

        if (connection.ApiKey.Length > 0 && connection.ApiKeyFile.Length > 0)
        {
            yield return "Llm:ApiKey and Llm:ApiKeyFile are both set: keep one.";
        }

        if (connection.ApiKey.Any(character => character is < '!' or > '~'))
        {
            yield return "The model's API key holds a blank or a character outside ASCII: copy it again.";
        }

        if (connection.ApiKeyFile.Length > 0 && !fileExists(connection.ApiKeyFile))
        {
            yield return $"Llm:ApiKeyFile names a file that cannot be read: {connection.ApiKeyFile}";
        }

        if (connection.ApiKey.Length == 0 && connection.ApiKeyFile.Length == 0 && known is { NeedsKey: true })
        {
            yield return $"{ProviderSettings.KeyOf(known)} (or Llm:ApiKey, Llm:ApiKeyFile) is missing: {known.Name} needs a key.";
        }
    }
}
