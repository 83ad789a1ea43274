using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatPlatform.Documents.Tests;

public sealed class UrlFetcherTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly List<string> _asked = [];
    private int _resolved;

    public UrlFetcherTests() => _server.Start();

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("ftp://example.com/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:word@example.com/")]
    [InlineData("example.com")]
    [InlineData("http://")]
    public async Task What_is_no_plain_address_of_the_web_is_refused(string url) => (await RefusalAsync(url)).ShouldBe("bad_url");

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://100.100.100.200/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://example.com:22/")]
    public async Task Addresses_of_own_networks_and_other_ports_are_refused(string url) => (await RefusalAsync(url)).ShouldBe("forbidden_address");

    [Theory]
    [InlineData("10.0.0.7")]
    [InlineData("93.184.216.34", "127.0.0.1")]
    public async Task A_name_that_resolves_into_an_own_network_is_refused(params string[] addresses)
    {
        var fetcher = new UrlFetcher(new FetchOptions(), (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));

        (await Should.ThrowAsync<UrlRefusedException>(() => fetcher.FetchAsync("http://wiki.example.com/", Read.Ct))).Code.ShouldBe("forbidden_address");
    }

    [Fact]
    public async Task A_page_is_fetched_from_the_address_that_was_checked()
    {
        var serving = ServeAsync(_ => Answer("200 OK", "<p>七天内可退</p>", "Content-Type: text/html; charset=utf-8"));

        var file = await Fetcher().FetchAsync($"http://wiki.example.com:{Port}/help/退货", Read.Ct);
        await serving;

        file.ShouldSatisfyAllConditions(f => f.Name.ShouldBe("退货.html"), f => f.MediaType.ShouldBe("text/html"), f => Encoding.UTF8.GetString(f.Content).ShouldBe("<p>七天内可退</p>"));
        _resolved.ShouldBe(1);
        _asked[0].ShouldNotContain("Cookie");
    }

    [Fact]
    public async Task A_redirect_into_an_own_network_is_refused()
    {
        var serving = ServeAsync(_ => Answer("302 Found", "", "Location: http://169.254.169.254/latest/"));

        (await Should.ThrowAsync<UrlRefusedException>(() => Fetcher(80).FetchAsync($"http://wiki.example.com:{Port}/", Read.Ct))).Code.ShouldBe("forbidden_address");
        await serving;
    }

    [Fact]
    public async Task Redirects_without_end_end()
    {
        var serving = ServeAsync(_ => Answer("302 Found", "", "Location: /again"), times: 6);

        (await Should.ThrowAsync<UrlRefusedException>(() => Fetcher().FetchAsync($"http://wiki.example.com:{Port}/", Read.Ct))).Code.ShouldBe("too_many_redirects");
        await serving;
    }

    [Theory]
    [InlineData("200 OK", "Content-Type: video/mp4", "unsupported_format")]
    [InlineData("404 Not Found", "Content-Type: text/html", "http_error")]
    public async Task What_is_no_document_is_refused(string status, string header, string code)
    {
        var serving = ServeAsync(_ => Answer(status, "x", header));

        (await Should.ThrowAsync<UrlRefusedException>(() => Fetcher().FetchAsync($"http://wiki.example.com:{Port}/", Read.Ct))).Code.ShouldBe(code);
        await serving;
    }

    [Fact]
    public async Task A_page_that_unfolds_to_too_much_is_refused()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[5_000_000], Read.Ct);
        }

        var serving = ServeAsync(_ =>
            [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"), .. packed.ToArray()]);

        (await Should.ThrowAsync<UrlRefusedException>(() => Fetcher().FetchAsync($"http://wiki.example.com:{Port}/", Read.Ct))).Code.ShouldBe("too_large");
        await serving;
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left()
    {
        var options = new FetchOptions { Seconds = 0.3, Ports = [Port], InternalHosts = ["wiki.example.com"] };

        (await Should.ThrowAsync<UrlRefusedException>(() => new UrlFetcher(options, Resolve).FetchAsync($"http://wiki.example.com:{Port}/", Read.Ct)))
            .Code.ShouldBe("too_slow");
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_unreachable()
    {
        var fetcher = new UrlFetcher(new FetchOptions(), (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));

        (await Should.ThrowAsync<UrlRefusedException>(() => fetcher.FetchAsync("http://nowhere.example.com/", Read.Ct))).Code.ShouldBe("unreachable");
    }

    private UrlFetcher Fetcher(params int[] ports) =>
        new(new FetchOptions { Ports = [Port, .. ports], InternalHosts = ["wiki.example.com"], MaxBytes = 1_000_000, Seconds = 60 }, Resolve);

    private Task<IPAddress[]> Resolve(string host, CancellationToken ct)
    {
        _resolved++;
        return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
    }

    private static async Task<string> RefusalAsync(string url) =>
        (await Should.ThrowAsync<UrlRefusedException>(() => new UrlFetcher(new FetchOptions()).FetchAsync(url, Read.Ct))).Code;

    private static byte[] Answer(string status, string body, string header) =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\n{header}\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private async Task ServeAsync(Func<int, byte[]> answer, int times = 1)
    {
        for (var time = 0; time < times; time++)
        {
            using var client = await _server.AcceptTcpClientAsync(Read.Ct);
            var stream = client.GetStream();
            var request = new StringBuilder();
            var piece = new byte[4096];
            while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(piece, Read.Ct) is > 0 and var count)
            {
                request.Append(Encoding.ASCII.GetString(piece, 0, count));
            }

            _asked.Add(request.ToString());
            await stream.WriteAsync(answer(time), Read.Ct);
        }
    }
}
