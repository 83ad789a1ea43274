using System.Text.RegularExpressions;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>What the documents list is what the code has, no more and no less.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_contract_has_a_row_in_the_list_of_events_and_nothing_else_has_one()
    {
        var contracts = Repository.Files(".cs")
            .Where(path => path.StartsWith("building-blocks/Contracts/Messages/", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path));
        var types = typeof(Subscriptions).Assembly.GetExportedTypes()
            .Where(type => type != typeof(Subscriptions) && type != typeof(Subscription))
            .Select(type => type.Name)
            .ToList();

        contracts.ShouldSayTheSameAs(types);
        Rows("docs/events.md").Select(row => Code(row[0]).Single()).ShouldSayTheSameAs(types);
    }

    [Fact]
    public void The_list_of_events_names_exactly_the_queues_that_read_each_contract()
    {
        // A row of a message has six cells: name, kind, publisher, queues, ordering key, meaning.
        var listed = Rows("docs/events.md")
            .Where(row => row.Length == 6)
            .SelectMany(row => Code(row[3]).Select(queue => $"{Code(row[0]).Single()} -> {queue}"));
        var declared = Subscriptions.All.Select(subscription => $"{subscription.Message.Name} -> {subscription.Queue}");

        listed.ShouldSayTheSameAs(declared);
    }

    [Fact]
    public void Every_option_has_a_row_with_its_default_in_the_list_of_options_and_nothing_else_has_one()
    {
        var listed = Rows("docs/configuration.md")
            .Where(row => OptionKey().IsMatch(Code(row[0]).FirstOrDefault() ?? ""))
            .Select(row => $"{Code(row[0]).Single()} = {row[1].Trim().Trim('`')}");
        var options = OptionCatalog.Classes.SelectMany(OptionCatalog.Of).Select(option => $"{option.Key} = {option.Default}");

        listed.ShouldSayTheSameAs(options);
    }

    [Fact]
    public void The_compose_file_runs_every_deployed_host() =>
        HostArgument().Matches(Repository.Read("docker-compose.yml")).Select(match => match.Groups["host"].Value)
            .ShouldSayTheSameAs(Repository.Projects().Where(project => project.IsHost).Select(project => project.Name));

    [Fact]
    public void Both_readmes_have_the_same_sections()
    {
        static int[] Levels(string path) =>
            [.. Repository.Lines(path).Where(line => line.StartsWith('#')).Select(line => line.TakeWhile(mark => mark == '#').Count())];

        Levels("README.zh-CN.md").ShouldBe(Levels("README.md"));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere() =>
        Repository.Files(".md")
            .SelectMany(path => Link().Matches(Repository.Read(path)).Select(match => (path, Target: match.Groups["target"].Value)))
            .Where(link => !Exists(link.path, link.Target))
            .ShouldBeEmpty();

    /// <summary>The rows of all tables of a document whose first cell starts with code.</summary>
    private static IEnumerable<string[]> Rows(string document) =>
        Repository.Lines(document)
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|'));

    private static List<string> Code(string cell) => [.. InCode().Matches(cell).Select(match => match.Groups["code"].Value)];

    private static bool Exists(string document, string target)
    {
        var path = Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, Uri.UnescapeDataString(target));
        return File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InCode();

    [GeneratedRegex(@"HOST: (?<host>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostArgument();

    [GeneratedRegex("^[A-Z][A-Za-z]+(:[A-Za-z-]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionKey();

    [GeneratedRegex(@"\]\((?<target>[^)#:\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
