using System.Globalization;

namespace WeChatPlatform.Llm;

/// <summary>
/// Which providers the settings connect. The list Llm:Providers comes first. Then the one that the Llm section names, which is
/// then the only further one; when it names none, every provider of the catalogue whose variables say a key or an address:
/// those with an address first, then those with a bare key, each in the catalogue's order. Blank counts as absent.
/// </summary>
/// <remarks>Entries may be incomplete (no key, no model): validation says so at start.</remarks>
internal static class ConnectionsFromSettings
{
    private const string GenericPrefix = "OPENAI";

    public static IReadOnlyList<ProviderConnectionSettings> Read(LlmOptions options, ProviderCatalog catalog, Func<string, string?> variable)
    {
        if (Is(options.Provider, ProviderCatalog.None))
        {
            return [];
        }

        var named = options.Provider.Trim().Length > 0 || options.BaseUrl.Trim().Length > 0;
        var found = options.Providers.Select(entry => Complete(Copy(entry), isNamed: true, catalog, variable))
            .Concat(named ? [Complete(OfSection(options), isNamed: true, catalog, variable)]
                : options.Providers.Count > 0 ? []
                : FromVariables(options, catalog, variable))
            .ToList();
        Name(found);
        return found;
    }

    private static IEnumerable<ProviderConnectionSettings> FromVariables(
        LlmOptions options, ProviderCatalog catalog, Func<string, string?> variable)
    {
        var picked = catalog.All.Where(known => BaseUrl(known, variable).Length > 0)
            .Concat(catalog.All.Where(known => BaseUrl(known, variable).Length == 0 && Text(variable, ProviderSettings.KeyOf(known)).Length > 0))
            .Concat(catalog.All.Where(known => !known.NeedsKey && BaseUrl(known, variable).Length == 0 && Text(variable, ProviderSettings.ModelOf(known)).Length > 0))
            .Select(known => Complete(new ProviderConnectionSettings { Provider = known.Name }, isNamed: false, catalog, variable))
            .ToList();

        // What the section says without naming a provider is about the first.
        if (picked.Count > 0)
        {
            picked[0].Model = options.Model.Length > 0 ? options.Model : picked[0].Model;
            if (options.ApiKey.Length > 0 || options.ApiKeyFile.Length > 0)
            {
                (picked[0].ApiKey, picked[0].ApiKeyFile) = (options.ApiKey, options.ApiKeyFile);
            }
        }

        return picked;
    }

    private static ProviderConnectionSettings OfSection(LlmOptions options) => new()
    {
        Provider = options.Provider,
        BaseUrl = options.BaseUrl,
        ApiKey = options.ApiKey,
        ApiKeyFile = options.ApiKeyFile,
        Model = options.Model,
    };

    /// <summary>Fills what an entry leaves open from the variables of its provider and from the catalogue.</summary>
    private static ProviderConnectionSettings Complete(
        ProviderConnectionSettings entry, bool isNamed, ProviderCatalog catalog, Func<string, string?> variable)
    {
        var known = entry.Provider.Trim().Length > 0 ? catalog.Find(entry.Provider.Trim()) : catalog.ByHost(entry.BaseUrl);
        if (known is null)
        {
            entry.Provider = entry.Provider.Trim().Length > 0 ? entry.Provider.Trim().ToLowerInvariant() : ProviderCatalog.Custom;
            return entry;
        }

        entry.BaseUrl = First(entry.BaseUrl, BaseUrl(known, variable), known.BaseUrl);

        // OPENAI_BASE_URL is what every tool of this kind reads, so it often names another company's server. Whoever names a
        // provider with an address of his own has that provider's API there.
        var reached = catalog.ByHost(entry.BaseUrl)
            ?? (isNamed || known.EnvironmentPrefix != GenericPrefix || entry.BaseUrl == known.BaseUrl ? known : null);
        entry.Provider = reached?.Name ?? ProviderCatalog.Custom;
        entry.Model = First(entry.Model, Text(variable, ProviderSettings.ModelOf(known)), reached?.DefaultModel ?? "");
        entry.VisionModel = First(entry.VisionModel, reached?.VisionModel ?? "");
        entry.Protocol ??= reached?.Protocol ?? known.Protocol;
        entry.TryTimeoutSeconds ??= Seconds(Text(variable, ProviderSettings.TimeoutOf(known)));
        if (entry.ApiKey.Length == 0 && entry.ApiKeyFile.Length == 0)
        {
            entry.ApiKey = Text(variable, ProviderSettings.KeyOf(known));
        }

        return entry;
    }

    // Two connections to one company keep apart by a number.
    private static void Name(List<ProviderConnectionSettings> found)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in found)
        {
            var wish = entry.Id.Trim().Length > 0 ? entry.Id.Trim() : entry.Provider;
            entry.Id = wish;
            for (var number = 2; !taken.Add(entry.Id); number++)
            {
                entry.Id = string.Create(CultureInfo.InvariantCulture, $"{wish}-{number}");
            }
        }
    }

    // Binding keeps the originals, and completing is done once for each reading.
    private static ProviderConnectionSettings Copy(ProviderConnectionSettings entry) => new()
    {
        Id = entry.Id,
        Provider = entry.Provider,
        BaseUrl = entry.BaseUrl.Trim(),
        ApiKey = entry.ApiKey.Trim(),
        ApiKeyFile = entry.ApiKeyFile.Trim(),
        Model = entry.Model.Trim(),
        VisionModel = entry.VisionModel.Trim(),
        Models = [.. entry.Models],
        Protocol = entry.Protocol,
        Operator = entry.Operator,
        OperatorEnglish = entry.OperatorEnglish,
        Region = entry.Region,
        MasksPersonalData = entry.MasksPersonalData,
        TryTimeoutSeconds = entry.TryTimeoutSeconds,
        MaxConcurrency = entry.MaxConcurrency,
    };

    private static string BaseUrl(KnownProvider known, Func<string, string?> variable) =>
        First(Text(variable, ProviderSettings.BaseUrlOf(known)), Text(variable, ProviderSettings.ApiBaseOf(known)));

    private static string First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Trim().Length > 0)
            {
                return text.Trim();
            }
        }

        return "";
    }

    private static string Text(Func<string, string?> variable, string name) => variable(name)?.Trim() ?? "";

    // A number of seconds, as the tools that read these variables take it; milliseconds would be meant by nobody who writes 30.
    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds : null;

    private static bool Is(string setting, string word) => string.Equals(setting.Trim(), word, StringComparison.OrdinalIgnoreCase);
}
