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

        if (options.Provider is not "" and not ProviderCatalog.None and not ProviderCatalog.Custom
            && ProviderCatalog.All.All(known => known.Name != options.Provider))
        {
            yield return $"Llm:Provider '{options.Provider}' is not known: use one of "
                + $"{string.Join(", ", ProviderCatalog.All.Select(known => known.Name))}, custom or none.";
            yield break;
        }

        if (!options.IsConfigured)
        {
            if (options.Provider == ProviderCatalog.Custom)
            {
                yield return "Llm:BaseUrl is missing: a custom provider needs the address of its OpenAI-compatible API.";
            }
            else if (options.Provider.Length == 0 && (options.ApiKey.Length > 0 || options.ApiKeyFile.Length > 0))
            {
                yield return "Llm:Provider or Llm:BaseUrl is missing: a key alone does not say whose it is.";
            }

            yield break;
        }

        if (!Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return "Llm:BaseUrl (or the provider's _BASE_URL) must be an http or https address.";
        }

        if (options.Model.Length == 0)
        {
            yield return "Llm:Model (or OPENAI_MODEL) is missing: a server of one's own has no default model.";
        }

        if (options.ApiKey.Length > 0 && options.ApiKeyFile.Length > 0)
        {
            yield return "Llm:ApiKey and Llm:ApiKeyFile are both set: keep one.";
        }

        if (options.ApiKey.Any(character => character is < '!' or > '~'))
        {
            yield return "The model's API key holds a blank or a character outside ASCII: copy it again.";
        }

        if (options.ApiKeyFile.Length > 0 && !fileExists(options.ApiKeyFile))
        {
            yield return $"Llm:ApiKeyFile names a file that cannot be read: {options.ApiKeyFile}";
        }

        if (options.ApiKey.Length == 0 && options.ApiKeyFile.Length == 0 && ProviderCatalog.ByHost(options.BaseUrl) is { } known)
        {
            yield return $"{ProviderSettings.KeyOf(known)} (or Llm:ApiKey, Llm:ApiKeyFile) is missing: {known.Name} needs a key.";
        }
    }
}
