using System.Reflection;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>Every module in the tree, found by its project and not by a list that somebody has to keep.</summary>
internal static class Modules
{
    public static IReadOnlyList<(Project Project, Assembly Assembly, IModule Module)> All { get; } =
        [.. Repository.Projects().Where(project => project.IsModule).Select(Load)];

    private static (Project Project, Assembly Assembly, IModule Module) Load(Project project)
    {
        var assembly = Assembly.Load(project.AssemblyName);
        var module = assembly.GetTypes().Single(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IModule)));
        return (project, assembly, (IModule)Activator.CreateInstance(module)!);
    }
}
