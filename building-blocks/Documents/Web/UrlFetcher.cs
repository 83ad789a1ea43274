using System.Net;
using System.Net.Sockets;

namespace WeChatPlatform.Documents;

/// <summary>What was fetched. <paramref name="Name"/> has the extension that its media type stands for.</summary>
public sealed record FetchedFile(Uri Address, string Name, string MediaType, byte[] Content);

/// <summary>An address that is not fetched or could not be, with a stable <see cref="Code"/> and the reason for people, Chinese first.</summary>
public sealed class UrlRefusedException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>bad_url | forbidden_address | too_many_redirects | http_error | unsupported_format | too_large | too_slow | unreachable</summary>
    public string Code { get; } = code;
}

/// <summary>Resolves a host's name.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>
/// Fetches a document from an address that a person named, and from nowhere else: names are resolved here, what resolves into an own network is
/// refused, the connection goes to the very address that was checked, and every redirect is checked anew. No cookies, no proxy, no credentials.
/// </summary>
public sealed class UrlFetcher(FetchOptions options, ResolveHost? resolve = null)
{
    private const int MaxRedirects = 5;
    private const int MaxAddressCharacters = 2048;

    private readonly ResolveHost _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <exception cref="UrlRefusedException">It is not fetched; its code says why.</exception>
    public async Task<FetchedFile> FetchAsync(string url, CancellationToken ct)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
        try
        {
            using var handler = Handler();
            using var client = new HttpMessageInvoker(handler);
            var address = Checked(url);
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using var response = await client.SendAsync(Request(address), time.Token);
                if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
                {
                    var next = Checked(new Uri(address, location).AbsoluteUri);
                    address = address.Scheme != Uri.UriSchemeHttps || next.Scheme == Uri.UriSchemeHttps
                        ? next
                        : throw Refused("forbidden_address", "网址从 https 跳转到了 http / The address leads from https to http.");
                    continue;
                }

                return await ReadAsync(address, response, time.Token);
            }

            throw Refused("too_many_redirects", "网址跳转次数过多 / The address redirects too often.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Refused("too_slow", "网址响应超时 / The address took too long.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            throw failure.InnerException as UrlRefusedException ?? Refused("unreachable", "网址无法访问 / The address cannot be reached.", failure);
        }
    }

    private static HttpRequestMessage Request(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", "WeChatPlatform");
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/pdf,text/*;q=0.9,*/*;q=0.5");
        request.Headers.TryAddWithoutValidation("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5");
        return request;
    }

    private Uri Checked(string url)
    {
        if (url.Length > MaxAddressCharacters || !Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0 || address.IdnHost.Length == 0)
        {
            throw Refused("bad_url", "网址须以 http:// 或 https:// 开头，且不含用户名 / An address begins with http:// or https:// and has no user name.");
        }

        return options.Ports.Contains(address.Port) ? address : throw Refused("forbidden_address", "不允许的端口 / The port is not allowed.");
    }

    private SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        MaxResponseHeadersLength = 32,
        ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, ct),
    };

    /// <summary>Connects to an address that was resolved and checked in the same breath: a name that changes in between changes nothing.</summary>
    private async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(host.Host.Trim('[', ']'), out var literal) ? [literal] : await _resolve(host.Host, ct);
        var mayBeInternal = options.InternalHosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase);

        // One address of an own network among public ones is a trap, not a choice.
        if (addresses.Length == 0 || (!mayBeInternal && !Array.TrueForAll(addresses, PublicAddress.Is)))
        {
            throw Refused("forbidden_address", "网址指向内部网络，已拒绝 / The address leads into an internal network; it was refused.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<FetchedFile> ReadAsync(Uri address, HttpResponseMessage response, CancellationToken ct)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw Refused("http_error", $"网址返回 {(int)response.StatusCode} / The address answered {(int)response.StatusCode}.");
        }

        var type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "application/octet-stream";
        var name = FetchedNames.NameOf(address, response.Content.Headers.ContentDisposition?.FileNameStar, type)
            ?? throw Refused("unsupported_format", $"不支持的内容类型 {FetchedNames.Shown(type)} / The content type {FetchedNames.Shown(type)} is not supported.");
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var piece = new byte[81_920];
        while (await stream.ReadAsync(piece, ct) is > 0 and var count)
        {
            if (kept.Length + count > options.MaxBytes)
            {
                throw Refused("too_large", $"网页超过 {options.MaxBytes} 字节 / The page is larger than {options.MaxBytes} bytes.");
            }

            kept.Write(piece, 0, count);
        }

        return new FetchedFile(address, name, type, kept.ToArray());
    }

    private static UrlRefusedException Refused(string code, string message, Exception? inner = null) => new(code, message, inner);
}
