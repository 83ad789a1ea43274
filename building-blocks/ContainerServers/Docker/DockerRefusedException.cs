using System.Net;

namespace WeChatPlatform.ContainerServers.Docker;

/// <summary>Docker answered a request with an error; the message is its own.</summary>
internal sealed class DockerRefusedException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
