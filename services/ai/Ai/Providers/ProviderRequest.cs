using System.Text.RegularExpressions;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>
/// A provider as an administrator writes it. What is absent is the catalogue's, or none; an absent key, and one that comes back as it
/// was shown, is kept.
/// </summary>
/// <remarks><paramref name="Revision"/> is the one that was read; a new provider has none.</remarks>
internal sealed partial record ProviderRequest(
    string? Id, string? Kind, string? Protocol, string? BaseUrl, string? ApiKey, string? Model, string? VisionModel,
    IReadOnlyList<string?>? Models, IReadOnlyList<ProviderRequest.Price?>? Prices, int? Priority, bool? Enabled,
    string? OperatorZh, string? OperatorEn, TextRegion? Region, bool? MasksPersonalData, double? TryTimeoutSeconds,
    int? MaxConcurrency, long? Revision)
{
    private const int MostModels = 50;
    private const int LongestName = 100;
    private const int LongestKey = 1000;
    private const int DefaultPriority = 100;
    private const int DefaultConcurrency = 16;
    private const decimal MostPrice = 1000;

    internal sealed record Price(string? Model, decimal? InputPer1000, decimal? OutputPer1000);

    /// <summary>Everything that is wrong, in both languages; empty when it can be stored. No fault repeats a key.</summary>
    public IEnumerable<string> Faults(ProviderKinds kinds)
    {
        if (Kind is null || !kinds.Knows(Kind))
        {
            yield return $"kind 必填：{string.Join("、", kinds.Names)} 之一 / is required: one of {string.Join(", ", kinds.Names)}";
            yield break;
        }

        if (!Name().IsMatch(IdOrKind))
        {
            yield return $"id 为小写字母、数字和连字符，最多 {StoredProvider.LongestId} 个 / is lower-case letters, digits and hyphens, at most {StoredProvider.LongestId}";
        }

        if (Protocol is not (null or ProviderView.OpenAi or ProviderView.Anthropic))
        {
            yield return "protocol 为 openai 或 anthropic / is openai or anthropic";
        }

        if (ServerAddress.Fault(AddressOr(kinds)) is { } fault)
        {
            yield return fault;
        }

        if (!IsModel(ModelOr(kinds)) || (VisionModel is not null && !IsModel(VisionModel)))
        {
            yield return $"model 必填，模型名最多 {StoredProvider.LongestModel} 个可见字符 / is required; a model's name has at most {StoredProvider.LongestModel} visible characters";
        }

        if (Models is { Count: > MostModels } || Models?.All(IsModel) == false)
        {
            yield return $"models 最多 {MostModels} 个模型名 / are at most {MostModels} names of models";
        }

        if (Prices is { Count: > MostModels } || Prices?.All(IsPrice) == false || HasTwice(Prices))
        {
            yield return $"prices 每个模型一条，0 到 {MostPrice} 元/千 token / one for each model, 0 to {MostPrice} CNY for 1,000 tokens";
        }

        if (ApiKey is { } key && (key.Length > LongestKey || key.Trim().Any(character => character is < '!' or > '~')))
        {
            yield return "api_key 只能是可见的 ASCII 字符 / has visible ASCII characters only: copy it again";
        }

        if (Priority is < 0 or > 10_000)
        {
            yield return "priority 为 0 到 10000 / is 0 to 10000";
        }

        if (TryTimeoutSeconds is not (null or (>= 0.05 and <= 300)))
        {
            yield return "try_timeout_seconds 为 0.05 到 300 / is 0.05 to 300";
        }

        if (MaxConcurrency is < 1 or > 1000)
        {
            yield return "max_concurrency 为 1 到 1000 / is 1 to 1000";
        }

        if (!IsName(OperatorZh) || !IsName(OperatorEn))
        {
            yield return $"operator_zh、operator_en 最多 {LongestName} 个字符 / have at most {LongestName} characters";
        }
    }

    public string IdOrKind => Id?.Trim() ?? Kind ?? "";

    /// <summary>The row that this describes, without a key and without anybody's consent.</summary>
    public StoredProvider ToRow(ProviderKinds kinds, string by, DateTimeOffset now)
    {
        var row = new StoredProvider
        {
            Id = IdOrKind, Kind = Kind!, Protocol = default, BaseUrl = "", Model = "", Models = [], Prices = [], Priority = 0, IsEnabled = false,
            MaxConcurrency = 0, Revision = 0, CreatedAt = now, ChangedAt = now, ChangedBy = by,
        };
        Apply(row, kinds, by, now);
        return row;
    }

    /// <summary>Writes everything but the key and the consent into a row. The request has no faults.</summary>
    public void Apply(StoredProvider row, ProviderKinds kinds, string by, DateTimeOffset now)
    {
        var known = kinds.Find(Kind!);
        row.Kind = Kind!;
        row.Protocol = Protocol switch
        {
            ProviderView.OpenAi => LlmProtocol.OpenAi,
            ProviderView.Anthropic => LlmProtocol.Anthropic,
            _ => known?.Protocol ?? LlmProtocol.OpenAi,
        };
        row.BaseUrl = AddressOr(kinds);
        row.Model = ModelOr(kinds);
        row.VisionModel = Text(VisionModel) ?? known?.VisionModel;
        row.Models = [.. (Models ?? []).Select(model => model!.Trim()).Distinct(StringComparer.Ordinal)];
        row.Prices = [.. (Prices ?? []).Select(price => new AgreedPrice(price!.Model!.Trim(), price.InputPer1000!.Value, price.OutputPer1000!.Value))];
        row.Priority = Priority ?? DefaultPriority;
        row.IsEnabled = Enabled ?? true;
        (row.OperatorZh, row.OperatorEn, row.Region) = (Text(OperatorZh), Text(OperatorEn), Region);
        row.MasksPersonalData = MasksPersonalData;
        row.TryTimeoutSeconds = TryTimeoutSeconds;
        row.MaxConcurrency = MaxConcurrency ?? DefaultConcurrency;
        row.Revision++;
        (row.ChangedAt, row.ChangedBy) = (now, by);
    }

    public string AddressOr(ProviderKinds kinds) => Text(BaseUrl) ?? kinds.Find(Kind ?? "")?.BaseUrl ?? "";

    private string ModelOr(ProviderKinds kinds) => Text(Model) ?? kinds.Find(Kind ?? "")?.DefaultModel ?? "";

    private static bool IsModel(string? name) =>
        name?.Trim() is { Length: > 0 and <= StoredProvider.LongestModel } trimmed && !trimmed.Any(char.IsControl);

    private static bool IsPrice(Price? price) =>
        price is { InputPer1000: >= 0 and <= MostPrice, OutputPer1000: >= 0 and <= MostPrice } && IsModel(price.Model);

    private static bool HasTwice(IReadOnlyList<Price?>? prices) =>
        prices?.GroupBy(price => price?.Model?.Trim(), StringComparer.Ordinal).Any(same => same.Count() > 1) == true;

    private static bool IsName(string? name) => name is null || (name.Length <= LongestName && !name.Any(char.IsControl));

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>Without the key: this may reach a log.</summary>
    public override string ToString() => $"{IdOrKind} {Model}";

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
