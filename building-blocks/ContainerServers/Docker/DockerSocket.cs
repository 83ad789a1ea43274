using System.Net.Sockets;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers.Docker;

/// <summary>HTTP over Docker's unix socket, and what it means when that does not work.</summary>
internal static class DockerSocket
{
    public static HttpClient Connect(string path)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };

        // The host's name is not used; each call has its own time limit.
        return new HttpClient(handler, disposeHandler: true)
        {
            BaseAddress = new Uri("http://docker"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public static LocalServerException Translate(string path, HttpRequestException failure) =>
        (failure.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.AddressNotAvailable => new LocalServerException(
                $"没有找到 Docker 的套接字 {path}。请安装并启动 Docker（或设置 DOCKER_HOST），或去掉 TEST_CONTAINERS，见 docs/testing.md。",
                $"Docker's socket {path} does not exist. Install and start Docker (or set DOCKER_HOST), or unset TEST_CONTAINERS; see docs/testing.md.",
                failure),
            SocketError.AccessDenied => new LocalServerException(
                $"当前用户无权使用 Docker 的套接字 {path}。请把用户加入 docker 组，或以 root 运行。",
                $"This user may not use Docker's socket {path}. Add the user to the group docker, or run as root.",
                failure),
            SocketError.ConnectionRefused => new LocalServerException(
                $"Docker 的套接字 {path} 拒绝连接：Docker 没有运行。请启动 Docker，或去掉 TEST_CONTAINERS。",
                $"Docker's socket {path} refuses connections: Docker is not running. Start it, or unset TEST_CONTAINERS.",
                failure),
            _ => new LocalServerException(
                $"与 Docker（{path}）通信失败：{failure.Message}",
                $"Talking to Docker ({path}) failed: {failure.Message}",
                failure),
        };

    public static LocalServerException Silent(string path, TimeSpan within) => new(
        $"Docker（{path}）在 {within.TotalSeconds:0} 秒内没有响应。",
        $"Docker ({path}) did not answer within {within.TotalSeconds:0} s.");
}
