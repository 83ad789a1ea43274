using WeChatPlatform.Edge;

namespace WeChatPlatform.Hosting;

/// <summary>
/// HTTP clients for the other services of the platform. For what an event cannot carry: bytes, and questions that somebody waits on. Must
/// not be used inside a database transaction.
/// </summary>
public interface IServiceClients
{
    /// <summary>Whether it is known where this service is: it runs in this process, or its address is a setting.</summary>
    bool Knows(string service);

    /// <summary>
    /// A client whose requests go to a service, as <c>/api/v1/...</c>, with a short-lived token. It owns nothing: it need not be disposed, and
    /// may be kept. A replica that cannot be connected to is passed over; nothing else is tried again.
    /// </summary>
    /// <param name="service">A service's name: erp-sync.</param>
    /// <param name="onBehalfOf">Whose rights the call has; absent: this process's own, which the rule <see cref="Policies.Service"/> lets in.</param>
    /// <exception cref="InvalidOperationException">Nobody knows where the service is.</exception>
    HttpClient For(string service, Caller? onBehalfOf = null);
}
