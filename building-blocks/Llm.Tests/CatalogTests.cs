using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatPlatform.Llm.Tests;

public class CatalogTests
{
    private static readonly ProviderCatalog Catalog = ProviderCatalog.BuiltIn;

    [Fact]
    public void Every_provider_is_whole()
    {
        foreach (var known in Catalog.All)
        {
            Uri.TryCreate(known.BaseUrl, UriKind.Absolute, out _).ShouldBeTrue(known.Name);
            known.Models.ShouldNotBeEmpty(known.Name);
            known.Models.Select(model => model.Name).ShouldBeUnique();
            if (known.DefaultModel.Length > 0)
            {
                known.Receiver.ShouldNotBeNull(known.Name).Region.ShouldNotBe(TextRegion.Unknown);
                known.Models.ShouldContain(model => model.Name == known.DefaultModel && model.Price != null, known.Name);
            }

            if (known.VisionModel is { } vision)
            {
                known.Models.ShouldContain(model => model.Name == vision && model.ReadsImages, known.Name);
            }

            known.Models.ShouldAllBe(model => model.Price == null
                || (model.Price.Tokens.InputPer1000 >= 0 && model.Price.Tokens.OutputPer1000 >= 0 && model.Price.AsOf.Year >= 2024));
        }
    }

    [Fact]
    public void The_order_is_the_order_of_asking() => Catalog.All.Select(known => known.Name)
        .ShouldBe(["openai", "deepseek", "claude", "moonshot", "qwen", "gemini", "ernie", "glm", "ollama"]);

    [Theory]
    [InlineData("qwen", "qwen-turbo", "0.0003", "0.0006")]
    [InlineData("glm", "glm-4-flash", "0", "0")]
    [InlineData("openai", "gpt-4o-mini", "0.00108", "0.00432")]
    [InlineData("ollama", "whatever:7b", "0", "0")]
    public void Prices_are_in_cny_for_a_thousand_tokens(string provider, string model, string input, string output)
    {
        var price = Catalog.PriceOf(provider, model).ShouldNotBeNull();

        (price.Tokens.InputPer1000, price.Tokens.OutputPer1000, price.Tokens.IsKnown)
            .ShouldBe((decimal.Parse(input, CultureInfo.InvariantCulture), decimal.Parse(output, CultureInfo.InvariantCulture), true));
    }

    [Fact]
    public void What_nobody_told_has_no_price_but_one_that_stands_in()
    {
        Catalog.PriceOf("openai", "gpt-99").ShouldBeNull();
        Catalog.PriceOf("custom", "m").ShouldBeNull();
        (Catalog.UnknownPrice.InputPer1000, Catalog.UnknownPrice.OutputPer1000, Catalog.UnknownPrice.IsKnown).ShouldBe((0.01m, 0.02m, false));
    }

    [Theory]
    [InlineData("http://127.0.0.1:11434/v1", TextRegion.Local)]
    [InlineData("http://10.1.2.3/v1", TextRegion.Local)]
    [InlineData("http://172.32.2.3/v1", TextRegion.Unknown)]
    [InlineData("http://vllm.internal/v1", TextRegion.Local)]
    [InlineData("https://api.deepseek.com/v1", TextRegion.China)]
    [InlineData("https://api.anthropic.com", TextRegion.Abroad)]
    [InlineData("https://models.example", TextRegion.Unknown)]
    [InlineData("no address", TextRegion.Unknown)]
    public void An_address_says_where_texts_go(string baseUrl, TextRegion region) => Catalog.ReceiverAt(baseUrl).Region.ShouldBe(region);

    [Fact]
    public async Task An_operators_file_lies_over_the_catalogue()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            """
            {
              "usd_cny": 7,
              "providers": [
                { "name": "qwen", "default_model": "qwen-plus", "models": [
                  { "name": "qwen-plus", "cny": { "input": 0.5, "output": 0.6 }, "as_of": "2026-11-20" },
                  { "name": "qwen-new", "usd": { "input": 0.001, "output": 0.002 }, "as_of": "2026-11-20" } ] },
                { "name": "house", "base_url": "http://models.internal/v1", "default_model": "m", "needs_key": false,
                  "receiver": { "zh": "本公司", "en": "our own company", "region": "local" } }
              ]
            }
            """,
            TestContext.Current.CancellationToken);
        var (host, _) = LlmKit.Build(new() { ["Llm:CatalogFile"] = file, ["QWEN_API_KEY"] = "q", ["HOUSE_BASE_URL"] = "http://models.internal/v1" });
        using (host)
        {
            var catalog = host.Services.GetRequiredService<ProviderCatalog>();
            catalog.PriceOf("qwen", "qwen-plus")!.Tokens.InputPer1000.ShouldBe(0.5m);
            catalog.PriceOf("qwen", "qwen-new")!.Tokens.OutputPer1000.ShouldBe(0.014m);
            catalog.PriceOf("qwen", "qwen-turbo")!.Tokens.InputPer1000.ShouldBe(0.0003m);
            host.Services.GetRequiredService<ConfigurationProviderSource>().Current.Select(one => (one.Id, one.Model, one.Receiver.English))
                .ShouldBe([("house", "m", "our own company"), ("qwen", "qwen-plus", "Alibaba Cloud (Qwen, China)")]);
        }

        File.Delete(file);
    }

    [Theory]
    [InlineData("{", "is no catalogue")]
    [InlineData("""{"providers":[{"name":"new"}]}""", "has no base_url")]
    [InlineData(null, "cannot be read")]
    public async Task A_file_that_is_none_is_named_at_start(string? content, string fault)
    {
        var file = content is null ? "/nowhere/catalog.json" : Path.GetTempFileName();
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        }

        var (host, _) = LlmKit.Build(new() { ["Llm:CatalogFile"] = file });
        using (host)
        {
            Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(
                () => host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<LlmOptions>>().Value).Message.ShouldContain(fault);
        }
    }
}
