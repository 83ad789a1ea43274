using System.Runtime.CompilerServices;
using WeChatPlatform.Testing;
using Xunit.Sdk;
using Xunit.v3;

namespace WeChatPlatform.ContainerServers.Tests;

/// <summary>
/// A test that needs a real Docker: it exists only when TEST_CONTAINERS is 1. A skipped test says that something is missing;
/// here nothing is, because nobody asked for containers.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(DockerFactDiscoverer))]
public sealed class DockerFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
    : FactAttribute(file, line);

/// <summary>Finds <see cref="DockerFactAttribute"/> tests when containers are wanted, and none otherwise.</summary>
public sealed class DockerFactDiscoverer : FactDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        TestContainers.Wanted ? base.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
}
