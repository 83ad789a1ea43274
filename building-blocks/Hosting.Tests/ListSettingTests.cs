using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting.Tests;

public sealed class ListSettingTests
{
    [Fact]
    public async Task A_list_without_a_setting_keeps_its_default() => (await WordsAsync()).ShouldBe(["a", "b"]);

    [Fact]
    public async Task A_list_that_is_set_replaces_the_default() =>
        (await WordsAsync(("Stub:Words:0", "c"))).ShouldBe(["c"]);

    [Fact]
    public async Task An_empty_entry_is_none_and_alone_it_empties_the_list()
    {
        (await WordsAsync(("Stub:Words:0", ""))).ShouldBeEmpty();
        (await WordsAsync(("Stub:Words:0", ""), ("Stub:Words:1", "c"))).ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_list_of_a_nested_object_is_replaced_too() =>
        (await OptionsAsync(("Stub:Inner:Numbers:0", "7"))).Inner.Numbers.ShouldBe([7]);

    [Fact]
    public async Task A_file_may_write_an_empty_list()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("""{"Stub": {"Words": []}}"""));

        (await OptionsAsync(builder => builder.AddJsonStream(file))).Words.ShouldBeEmpty();
    }

    private static async Task<IList<string>> WordsAsync(params (string Key, string Value)[] settings) =>
        (await OptionsAsync(settings)).Words;

    private static Task<ListOptions> OptionsAsync(params (string Key, string Value)[] settings) =>
        OptionsAsync(configuration => configuration.AddInMemoryCollection(
            settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))));

    private static async Task<ListOptions> OptionsAsync(Action<IConfigurationBuilder> configure)
    {
        await using var host = await StubModule.StartAsync(_ => { }, builder =>
        {
            configure(builder.Configuration);
            builder.Services.AddOptions<ListOptions>().BindConfiguration(ListOptions.Section);
        });
        return host.Services.GetRequiredService<IOptions<ListOptions>>().Value;
    }

    internal sealed class ListOptions
    {
        public const string Section = "Stub";

        public IList<string> Words { get; set; } = ["a", "b"];

        [ValidateObjectMembers]
        public InnerOptions Inner { get; set; } = new();
    }

    internal sealed class InnerOptions
    {
        public IList<int> Numbers { get; set; } = [1, 2];
    }
}
