using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>A module publishes through its outbox and through nothing else.</summary>
public sealed class BusTests
{
    private static readonly string[] Banned =
    [
        "MassTransit.IBus", "MassTransit.IBusControl", "MassTransit.IPublishEndpoint", "MassTransit.IPublishEndpointProvider",
        "MassTransit.ISendEndpoint", "MassTransit.ISendEndpointProvider",
    ];

    [Fact]
    public void No_module_touches_the_bus_in_any_line_of_its_code() =>
        Modules.All
            .SelectMany(entry => ReferencedTypes(entry.Assembly).Select(type => $"{entry.Project.Name} uses {type}"))
            .Where(line => Banned.Any(type => line.EndsWith($" {type}", StringComparison.Ordinal)))
            .ShouldBeEmpty();

    [Fact]
    public void The_scan_would_see_a_use_of_the_bus() =>
        ReferencedTypes(typeof(Messaging.ModuleBus).Assembly).ShouldContain("MassTransit.IBusControl");

    [Fact]
    public void The_compiler_is_told_of_the_ban_everywhere_but_in_messaging()
    {
        var applied = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("AdditionalFiles")
            .Single(item => ((string)item.Attribute("Include")!).EndsWith("BannedSymbols.Bus.txt", StringComparison.Ordinal));
        var ban = Repository.Read("BannedSymbols.Bus.txt");

        ban.ShouldContain("T:MassTransit.IBus;");
        ban.ShouldContain("T:MassTransit.IPublishEndpoint;");
        ((string)applied.Attribute("Condition")!).ShouldBe("'$(MSBuildProjectName)' != 'Messaging'");
        ((string)applied.Parent!.Attribute("Condition")!).ShouldBe("'$(IsTestCode)' != 'true' and '$(IsShim)' != 'true'");
        Repository.Read(".editorconfig").ShouldContain("dotnet_diagnostic.RS0030.severity = error");
    }

    [Fact]
    public void Nobody_switches_the_ban_off()
    {
        Repository.Files("Directory.Build.props").ShouldBe(["Directory.Build.props"]);
        Repository.Files(".csproj").Concat(Repository.Files(".cs"))
            .Where(path => !path.StartsWith("tests/Platform.Tests/", StringComparison.Ordinal))
            .Where(path => Repository.Read(path).Contains("RS0030", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    // The table of types that an assembly names: whatever its code touches is in there, locals and calls included.
    private static List<string> ReferencedTypes(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return [.. metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")];
    }
}
