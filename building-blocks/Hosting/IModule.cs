using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Hosting;

/// <summary>
/// A service as a library. A deployed host runs one module, the standalone host runs all of them; neither the module nor
/// anything below it knows which.
/// </summary>
public interface IModule
{
    /// <summary>The service's name in kebab case: message, erp-sync. It starts its queues, routes' names and database.</summary>
    string Name { get; }

    /// <summary>Options, database and services of the module.</summary>
    void AddServices(IHostApplicationBuilder builder);

    /// <summary>The module's consumers and sagas.</summary>
    void AddConsumers(ModuleBus bus);

    /// <summary>The module's endpoints below /api/v1; each names its policy and its operation (customer.TagCustomer).</summary>
    void MapEndpoints(IEndpointRouteBuilder routes);
}
