using System.Text.Json.Nodes;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>Profiles: those of the program, those of a folder, and what is wrong with one.</summary>
public sealed class SelectorCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3.9.12.51", "3.9")]
    [InlineData("4.0.6.17", "4.0")]
    [InlineData("4.1.0.1", "4.1")]
    [InlineData("4.1.13.65", "4.1")]
    [InlineData("4.10.0.1", null)]
    [InlineData("4.2.0.1", null)]
    [InlineData("3.95.0.1", null)]
    public void The_program_has_a_profile_for_each_generation(string version, string? name)
    {
        SelectorCatalog.Load(folder: null).For(version)?.Name.ShouldBe(name);
        (SelectorCatalog.Load(folder: null).For(version) is null).ShouldBe(name is null);
    }

    [Fact]
    public void A_file_of_the_folder_replaces_the_profile_of_its_name_and_adds_new_ones()
    {
        Write("mine.json", profile =>
        {
            profile["version"] = 7;
            profile["selectors"]!["session_list"]!["automation_id"] = "conversation_table";
        });
        Write("new.json", profile =>
        {
            profile["name"] = "4.1.22";
            profile["client_versions"] = new JsonArray("4.1.22");
        });

        var catalog = SelectorCatalog.Load(_folder.Path);

        catalog.For("4.1.10.27")!.Id.ShouldBe("4.1/7");
        catalog.For("4.1.10.27")!.Selectors["session_list"].AutomationIdSuffix.ShouldBe("conversation_table");
        catalog.For("4.1.22.3")!.Name.ShouldBe("4.1.22", "the longer beginning fits better");
        catalog.For("3.9.1.1")!.Name.ShouldBe("3.9");
    }

    [Fact]
    public void A_within_is_resolved_by_name()
    {
        var list = SelectorCatalog.Load(folder: null).For("4.1.1.1")!.Selectors["mention_list"];

        list.Within!.AutomationIdSuffix.ShouldBe("MentionPopover");
    }

    [Fact]
    public void All_faults_of_all_files_are_told_at_once()
    {
        Write("a.json", profile =>
        {
            profile.Remove("processes");
            profile["version"] = 0;
            profile["window_classes"] = new JsonArray("(");
            profile["colour"] = "green";
            profile["client_versions"] = new JsonArray("four");
            profile["selectors"]!["session_list"]!["control"] = "Lst";
            profile["selectors"]!["input"]!["within"] = "nowhere";
            profile["selectors"]!["sesion_list"] = new JsonObject { ["control"] = "List" };
            profile["selectors"]!["search"] = new JsonObject();
            ((JsonObject)profile["selectors"]!).Remove("message_list");
        });
        File.WriteAllText(Path.Combine(_folder.Path, "b.json"), "{");

        var fault = Should.Throw<InvalidDataException>(() => SelectorCatalog.Load(_folder.Path)).Message;

        foreach (var part in new[]
        {
            "a.json.processes is missing", "a.json.version is no whole number", "a.json.window_classes holds '('", "a.json.colour is unknown",
            "a.json.client_versions holds 'four'", "a.json.selectors.session_list.control is Lst",
            "a.json.selectors.input lies within nowhere", "a.json.selectors.sesion_list is no part", "a.json.selectors.search fits everything",
            "a.json.selectors lacks message_list", "b.json is no JSON",
        })
        {
            fault.ShouldContain(part);
        }
    }

    [Fact]
    public void A_selector_within_itself_is_a_fault()
    {
        Write("a.json", profile =>
        {
            profile["selectors"]!["title"]!["within"] = "input";
            profile["selectors"]!["input"]!["within"] = "title";
        });

        Should.Throw<InvalidDataException>(() => SelectorCatalog.Load(_folder.Path)).Message.ShouldContain("lies within itself");
    }

    [Fact]
    public void An_older_file_and_two_claims_to_one_version_are_faults()
    {
        Write("new.json", profile => profile["name"] = "other");
        var twice = Should.Throw<InvalidDataException>(() => SelectorCatalog.Load(_folder.Path)).Message;
        File.Delete(Path.Combine(_folder.Path, "new.json"));
        Write("old.json", profile => profile["version"] = 9);
        Write("older.json", profile => profile["version"] = 3);

        twice.ShouldContain("is claimed by 4.1 and other");
        Should.Throw<InvalidDataException>(() => SelectorCatalog.Load(_folder.Path)).Message.ShouldContain("older.json is version 3");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_fault()
    {
        Should.Throw<InvalidDataException>(() => SelectorCatalog.Load(Path.Combine(_folder.Path, "none"))).Message
            .ShouldContain("Agent:Desktop:ProfileFolder");
    }

    /// <summary>The program's 4.1 with a change.</summary>
    private void Write(string file, Action<JsonObject> change)
    {
        var assembly = typeof(SelectorCatalog).Assembly;
        using var stream = assembly.GetManifestResourceStream(
            assembly.GetManifestResourceNames().Single(name => name.EndsWith(".Tree.Profiles.4.1.json", StringComparison.Ordinal)))!;
        var profile = (JsonObject)JsonNode.Parse(stream)!;
        change(profile);
        File.WriteAllText(Path.Combine(_folder.Path, file), profile.ToJsonString());
    }
}
