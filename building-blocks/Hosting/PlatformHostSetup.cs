using Microsoft.AspNetCore.Builder;

namespace WeChatPlatform.Hosting;

/// <summary>What a process is made of. A deployed host names one module and nothing else.</summary>
public sealed class PlatformHostSetup
{
    /// <summary>The command line, without the program's name.</summary>
    public string[] Args { get; init; } = [];

    public required IReadOnlyList<IModule> Modules { get; init; }

    /// <summary>The process's name in telemetry; absent means the only module's name.</summary>
    public string? Name { get; init; }

    /// <summary>False keeps the process's environment out of the configuration, for tests.</summary>
    public bool ReadEnvironment { get; init; } = true;

    /// <summary>
    /// Runs before the modules add their services: configuration and services that must be there first, such as a private
    /// database server that fills in its connection string. What it must stop again it registers by a factory, so that
    /// the container disposes of it. A <see cref="StartRefusedException"/> ends the start with its message.
    /// </summary>
    public Func<WebApplicationBuilder, CancellationToken, Task>? PrepareAsync { get; init; }

    /// <summary>Services of the process itself, added after the modules' own.</summary>
    public Action<WebApplicationBuilder>? AddServices { get; init; }

    /// <summary>Endpoints of the process itself, mapped at the root after the modules' own.</summary>
    public Action<WebApplication>? MapEndpoints { get; init; }

    /// <summary>Where a refused start is told; absent means the standard error stream.</summary>
    public TextWriter? Error { get; init; }

    /// <summary>Where <c>--help</c> goes; absent means the standard output stream.</summary>
    public TextWriter? Output { get; init; }

    internal string ServiceName => Name ?? (Modules.Count == 1 ? Modules[0].Name : "platform");
}
