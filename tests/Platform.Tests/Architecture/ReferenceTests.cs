using System.Reflection;

namespace WeChatPlatform.Platform.Tests.Architecture;

public sealed class ReferenceTests
{
    // Building blocks that a service may not know: they are for hosts on one machine and for tests.
    private static readonly string[] NotForModules = ["Testing", "LocalServers", "ContainerServers"];

    [Fact]
    public void Every_service_folder_holds_one_module_with_its_name()
    {
        var folders = Modules.All.Select(entry => entry.Project.Path.Split('/')[1]);

        folders.ShouldBe(Modules.All.Select(entry => entry.Module.Name));
    }

    [Fact]
    public void Projects_of_modules_reference_building_blocks_only() =>
        Modules.All
            .SelectMany(entry => entry.Project.References().Select(reference => $"{entry.Project.Name} -> {reference}"))
            .Where(line => !line.Contains("-> building-blocks/", StringComparison.Ordinal)
                && !line.Contains("-> shims/", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Assemblies_of_modules_reference_building_blocks_only()
    {
        var allowed = Repository.Projects()
            .Where(project => project.IsBelow("building-blocks/") && !project.IsTest && !NotForModules.Contains(project.Name))
            .Select(project => project.AssemblyName)
            .ToHashSet(StringComparer.Ordinal);

        Modules.All
            .SelectMany(entry => PlatformReferences(entry.Assembly).Select(name => (From: entry.Project.Name, To: name)))
            .Where(reference => !allowed.Contains(reference.To))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Building_blocks_reference_no_service_and_no_host() =>
        Repository.Projects()
            .Where(project => project.IsBelow("building-blocks/") && !project.IsTest)
            .SelectMany(project => project.References().Select(reference => $"{project.Name} -> {reference}"))
            .Where(line => !line.Contains("-> building-blocks/", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void A_deployed_host_runs_the_module_of_its_own_service_only() =>
        Repository.Projects()
            .Where(project => project.IsBelow("services/") && project.IsHost)
            .SelectMany(project => project.References().Select(reference => (project.Path, Reference: reference)))
            .Where(pair => pair.Reference.StartsWith("services/", StringComparison.Ordinal)
                && pair.Reference.Split('/')[1] != pair.Path.Split('/')[1])
            .ShouldBeEmpty();

    [Fact]
    public void The_standalone_host_runs_every_module()
    {
        var standalone = Repository.Projects().Single(project => project.Name == "Standalone");

        Modules.All.Select(entry => entry.Project.Path).Except(standalone.References(), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Contracts_reference_nothing()
    {
        var contracts = Repository.Projects().Single(project => project.Name == "Contracts");

        string[] kinds = ["ProjectReference", "PackageReference", "FrameworkReference", "Reference"];
        kinds.SelectMany(contracts.Items).ShouldBeEmpty();
        typeof(Contracts.Subscriptions).Assembly.GetReferencedAssemblies()
            .Where(name => !name.Name!.StartsWith("System.", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("WeChatPlatform.sln").Replace('\\', '/');

        Repository.Files(".csproj")
            .Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> PlatformReferences(Assembly assembly) =>
        assembly.GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("WeChatPlatform.", StringComparison.Ordinal));
}
