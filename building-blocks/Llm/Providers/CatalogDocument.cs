using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WeChatPlatform.Llm;

/// <summary>The catalogue as it is written down: catalog.json, or the file of an operator.</summary>
internal sealed record CatalogDocument(
    IReadOnlyList<CatalogDocument.Provider>? Providers, decimal UsdCny = 0, CatalogDocument.Price? UnknownPrice = null)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <exception cref="JsonException">The text is no catalogue.</exception>
    public static CatalogDocument Read(Stream json) =>
        JsonSerializer.Deserialize<CatalogDocument>(json, Json) ?? throw new JsonException("The catalogue is empty.");

    /// <summary>One entry. A member that is absent in an operator's file keeps what the built-in entry of that name says.</summary>
    internal sealed record Provider(string Name)
    {
        public string? Environment { get; init; }

        public string? BaseUrl { get; init; }

        public LlmProtocol? Protocol { get; init; }

        public Receiver? Receiver { get; init; }

        public bool? NeedsKey { get; init; }

        public string? DefaultModel { get; init; }

        public string? VisionModel { get; init; }

        public string? LimitMember { get; init; }

        public Range? Temperature { get; init; }

        public JsonObject? Request { get; init; }

        public IReadOnlyList<Model>? Models { get; init; }

        /// <exception cref="JsonException">The entry is new and says too little.</exception>
        public KnownProvider Over(KnownProvider? known, decimal usdCny)
        {
            var first = known ?? new KnownProvider(
                Name.ToLowerInvariant(),
                Environment ?? Name.ToUpperInvariant(),
                BaseUrl ?? throw new JsonException($"The catalogue's provider '{Name}' has no base_url."),
                "");
            return first with
            {
                EnvironmentPrefix = Environment ?? first.EnvironmentPrefix,
                BaseUrl = BaseUrl ?? first.BaseUrl,
                Protocol = Protocol ?? first.Protocol,
                Receiver = Receiver is null ? first.Receiver : new TextReceiver(Receiver.Zh, Receiver.En, Receiver.Region),
                NeedsKey = NeedsKey ?? first.NeedsKey,
                DefaultModel = DefaultModel ?? first.DefaultModel,
                VisionModel = VisionModel ?? first.VisionModel,
                LimitMember = LimitMember ?? first.LimitMember,
                Temperature = Temperature is null ? first.Temperature : (Temperature.Min, Temperature.Max),
                Request = Request ?? first.Request,
                Models =
                [
                    .. (Models ?? []).Select(model => model.ToKnown(usdCny)),
                    .. first.Models.Where(old => Models is null || Models.All(model => model.Name != old.Name)),
                ],
            };
        }
    }

    internal sealed record Receiver(string Zh, string En, TextRegion Region);

    internal sealed record Range(double Min, double Max);

    /// <summary>For 1,000 tokens.</summary>
    internal sealed record Price(decimal Input, decimal Output);

    internal sealed record Model(string Name)
    {
        public Price? Cny { get; init; }

        public Price? Usd { get; init; }

        public DateOnly AsOf { get; init; }

        public bool Vision { get; init; }

        public bool FixedTemperature { get; init; }

        public JsonObject? Request { get; init; }

        public KnownModel ToKnown(decimal usdCny) => new(Name)
        {
            Price = Cny is not null ? new CataloguePrice(new TokenPrice(Cny.Input, Cny.Output), AsOf)
                : Usd is not null ? new CataloguePrice(new TokenPrice(Usd.Input * usdCny, Usd.Output * usdCny), AsOf)
                : null,
            ReadsImages = Vision,
            HasFixedTemperature = FixedTemperature,
            Request = Request,
        };
    }
}
