using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Compliance.Node;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Compliance.Tests;

public sealed class ModuleTests
{
    // All that the projects under services/ are, the day they are: the node references them by a pattern.
    private static readonly Type[] Types =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "WeChatPlatform.*.dll")
            .Select(System.Reflection.Assembly.LoadFrom)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: false, IsGenericType: false })];

    [Fact]
    public void Every_module_is_under_test() =>
        ModuleUnderTest.All.Select(module => module.Name).ShouldBe(
            Types.Where(type => type.IsAssignableTo(typeof(IModule))).Select(type => ((IModule)Activator.CreateInstance(type)!).Name),
            ignoreOrder: true);

    [Fact]
    public void Every_database_is_under_test() =>
        ModuleUnderTest.All.Select(module => module.ContextType).ShouldBe(
            Types.Where(type => type.IsAssignableTo(typeof(DbContext))), ignoreOrder: true);
}
