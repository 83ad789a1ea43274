using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers.Docker;

/// <summary>Where the Docker Engine API listens: a unix socket of this machine.</summary>
internal static class DockerAddress
{
    public const string Default = "unix:///var/run/docker.sock";

    /// <param name="host">As in DOCKER_HOST; null or empty means Docker's default.</param>
    /// <returns>The path of the socket.</returns>
    /// <exception cref="LocalServerException">It is no unix socket.</exception>
    public static string SocketOf(string? host)
    {
        var address = string.IsNullOrEmpty(host) ? Default : host;
        const string scheme = "unix://";
        return address.StartsWith(scheme + "/", StringComparison.Ordinal)
            ? address[scheme.Length..]
            : throw new LocalServerException(
                $"DOCKER_HOST 为 {address}，这里只支持本机的 unix 套接字（unix:///路径）。也可以用 TEST_POSTGRES 等变量指定服务器，见 docs/testing.md。",
                $"DOCKER_HOST is {address}, but only a unix socket of this machine is understood (unix:///path). Or name servers by TEST_POSTGRES and its like, see docs/testing.md.");
    }
}
