using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Providers;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests.Providers;

public class RegisteredProviderTests
{
    private static readonly ProviderKinds Kinds = new(ProviderCatalog.BuiltIn);
    private static readonly KeySecrets NoSecrets = new(Options.Create(new AiOptions()));

    [Fact]
    public void A_new_provider_is_asked_nothing_before_an_administrator_agrees()
    {
        var row = Custom();

        Read(row).State.ShouldBe(ProviderState.ConsentMissing);
        Agree(row);
        Read(row).State.ShouldBe(ProviderState.Ready);
    }

    [Theory]
    [InlineData("address")]
    [InlineData("operator")]
    [InlineData("region")]
    [InlineData("masking")]
    public void Who_agreed_did_so_to_this_receiver_and_no_other(string changed)
    {
        var row = Custom();
        Agree(row);

        switch (changed)
        {
            case "address": row.BaseUrl = "https://other.example.com/v1"; break;
            case "operator": row.OperatorEn = "somebody else"; break;
            case "region": row.Region = TextRegion.Local; break;
            default: row.MasksPersonalData = false; break;
        }

        Read(row).State.ShouldBe(ProviderState.ConsentMissing);
    }

    [Fact]
    public void Other_models_prices_and_places_need_no_new_consent()
    {
        var row = Custom();
        Agree(row);

        (row.Model, row.Priority, row.Prices) = ("another", 5, [new AgreedPrice("another", 1, 2)]);

        Read(row).State.ShouldBe(ProviderState.Ready);
    }

    [Fact]
    public void What_is_switched_off_is_not_asked()
    {
        var row = Custom();
        Agree(row);
        row.IsEnabled = false;

        Read(row).State.ShouldBe(ProviderState.Off);
    }

    [Fact]
    public void Nobody_may_call_a_known_company_abroad_a_server_of_ones_own()
    {
        var row = Row("openai", "https://api.openai.com/v1");
        (row.Region, row.OperatorEn, row.OperatorZh) = (TextRegion.Local, "our own cellar", "自建");

        var connection = Read(row).Connection;

        (connection.Receiver.Region, connection.MasksPersonalData).ShouldBe((TextRegion.Abroad, true));
        connection.Receiver.English.ShouldContain("OpenAI");
    }

    [Theory]
    [InlineData("abroad", TextRegion.Abroad, null, true)]
    [InlineData("abroad", TextRegion.Unknown, null, true)]
    [InlineData("abroad", TextRegion.China, null, false)]
    [InlineData("abroad", TextRegion.Local, null, false)]
    [InlineData("always", TextRegion.China, null, true)]
    [InlineData("never", TextRegion.Abroad, null, false)]
    [InlineData("never", TextRegion.Abroad, true, true)]
    [InlineData("abroad", TextRegion.Abroad, false, false)]
    public void Personal_data_is_masked_as_the_row_says_else_as_the_setting_says(string setting, TextRegion region, bool? said, bool masked)
    {
        var row = Custom();
        (row.Region, row.MasksPersonalData) = (region, said);

        RegisteredProvider.Of(row, Kinds, NoSecrets, setting).Connection.MasksPersonalData.ShouldBe(masked);
    }

    [Fact]
    public void A_company_that_needs_a_key_is_not_asked_without_one()
    {
        var row = Row("deepseek", "https://api.deepseek.com/v1");
        Agree(row);

        Read(row).State.ShouldBe(ProviderState.KeyMissing);
    }

    [Fact]
    public void A_key_whose_secret_is_gone_is_told_and_not_used()
    {
        var row = Row("deepseek", "https://api.deepseek.com/v1");
        (row.SealedKey, row.SealedWith, row.KeyHint) = (new byte[60], "gone", "****cdef");
        Agree(row);

        Read(row).State.ShouldBe(ProviderState.KeyUnreadable);
    }

    [Fact]
    public void A_change_makes_a_new_connection()
    {
        var row = Custom();
        var before = Read(row).Connection.Version;
        row.Revision++;

        Read(row).Connection.Version.ShouldNotBe(before);
    }

    [Fact]
    public void The_exported_list_holds_no_formula_and_keeps_its_columns()
    {
        var row = Custom();
        (row.OperatorZh, row.OperatorEn) = ("=HYPERLINK(\"x\")", "a, b");

        var lines = ListReceivers.ToCsv([ListReceivers.Of(Read(row))]).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(2);
        lines[1].ShouldContain("\"'=HYPERLINK(\"\"x\"\")\",\"a, b\",abroad,https://model.example.com");
    }

    internal static StoredProvider Custom()
    {
        var row = Row("custom", "https://model.example.com/v1");
        (row.OperatorZh, row.OperatorEn, row.Region) = ("某公司", "a company", TextRegion.Abroad);
        return row;
    }

    private static StoredProvider Row(string kind, string address) => new()
    {
        Id = kind, Kind = kind, Protocol = LlmProtocol.OpenAi, BaseUrl = address, Model = "m-1", Models = [], Prices = [], Priority = 1,
        IsEnabled = true, MaxConcurrency = 4, Revision = 1, CreatedAt = DateTimeOffset.UnixEpoch, ChangedAt = DateTimeOffset.UnixEpoch,
        ChangedBy = "admin",
    };

    private static void Agree(StoredProvider row)
    {
        var to = Read(row).Connection;
        row.ConsentScope = Consent.ScopeOf(to.BaseUrl, to.Receiver, to.MasksPersonalData);
        (row.ConsentedAt, row.ConsentedBy) = (DateTimeOffset.UnixEpoch, "admin");
    }

    private static RegisteredProvider Read(StoredProvider row) => RegisteredProvider.Of(row, Kinds, NoSecrets, "abroad");
}
