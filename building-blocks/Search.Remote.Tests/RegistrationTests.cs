using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>Settings, and whom a connection trusts.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private readonly ElasticsearchStub _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("search-remote-").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Nothing_is_made_of_what_nobody_configured()
    {
        var search = RemoteKit.Search(null, TimeProvider.System);

        (search.KeywordIndex(), search.Embedder(), search.Reranker(), search.VectorIndex(RemoteKit.Model("m", 2))).ShouldBe((null, null, null, null));
    }

    [Theory]
    [InlineData("Rag:Elasticsearch:Url", "localhost:9200", "Rag:Elasticsearch:Url must be an http or https address.")]
    [InlineData("Rag:Elasticsearch:Url", "https://elastic:secret@host:9200", "Rag:Elasticsearch:Url holds a name or a password")]
    [InlineData("Rag:Elasticsearch:Alias", "With Blanks", "Alias")]
    [InlineData("Rag:Elasticsearch:UserName", "elastic", "belong together")]
    [InlineData("Rag:Elasticsearch:ApiKey", "with blank", "holds a blank")]
    [InlineData("Rag:Elasticsearch:CaFile", "/nowhere/ca.pem", "cannot be read: /nowhere/ca.pem")]
    [InlineData("Rag:Elasticsearch:BulkEntries", "0", "BulkEntries")]
    public void A_wrong_setting_is_told_before_the_first_request_and_secrets_are_not(string key, string value, string expected)
    {
        var failure = Should.Throw<OptionsValidationException>(() =>
            RemoteKit.Search(null, TimeProvider.System, ("Rag:Elasticsearch:Url", "http://localhost:9200"), (key, value)).KeywordIndex());

        failure.Message.ShouldContain(expected);
        failure.Message.ShouldNotContain("secret");
        failure.Message.ShouldNotContain("with blank");
    }

    [Theory]
    [InlineData("Rag:Embedding", "Model is missing")]
    [InlineData("Rag:Rerank", "Model is missing")]
    public void An_endpoint_needs_a_model(string section, string expected)
    {
        var search = RemoteKit.Search(null, TimeProvider.System, ($"{section}:Url", "http://localhost:8080/v1"));

        Should.Throw<OptionsValidationException>(() => section == "Rag:Embedding" ? (object?)search.Embedder() : search.Reranker()).Message.ShouldContain(expected);
    }

    [Fact]
    public async Task A_key_in_a_file_is_read_from_it()
    {
        await _server.StartAsync();
        _server.Wants = "ApiKey from-the-file";
        var file = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(file, "from-the-file\n");

        await RemoteKit.Keyword(_server, options => options.ApiKeyFile = file).EnsureAsync(CancellationToken.None);

        _server.Indexes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_ones_own_authority_is_trusted_when_that_is_named()
    {
        var (authority, certificate) = Certificates("127.0.0.1");
        await _server.StartAsync(certificate);
        var trusted = await FileAsync("ours.pem", authority);
        var other = await FileAsync("other.pem", Certificates("127.0.0.1").Authority);

        await RemoteKit.Keyword(_server, options => options.CaFile = trusted).EnsureAsync(CancellationToken.None);

        _server.Indexes.Count.ShouldBe(1);
        await ShouldNotBeTrustedAsync(options => options.CaFile = other);
        await ShouldNotBeTrustedAsync(_ => { });
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_not_trusted_whoever_signed_it()
    {
        var (authority, certificate) = Certificates("10.9.8.7");
        await _server.StartAsync(certificate);
        var trusted = await FileAsync("ours.pem", authority);

        await ShouldNotBeTrustedAsync(options => options.CaFile = trusted);
    }

    [Fact]
    public async Task Nothing_listens_is_told_without_a_stack_of_words()
    {
        using var log = new KeptLog();
        var index = RemoteKit.Search(log, new SkippingClock(), ("Rag:Elasticsearch:Url", "http://127.0.0.1:9"), ("Rag:Elasticsearch:MaxRetries", "1")).KeywordIndex()!;

        (await Should.ThrowAsync<SearchUnavailableException>(() => index.EnsureAsync(CancellationToken.None)))
            .Message.ShouldBe("Elasticsearch cannot be reached: ConnectionError.");
    }

    private async Task ShouldNotBeTrustedAsync(Action<ElasticsearchOptions> configure) =>
        (await Should.ThrowAsync<SearchUnavailableException>(() => RemoteKit.Keyword(_server, options =>
        {
            options.MaxRetries = 0;
            configure(options);
        }).EnsureAsync(CancellationToken.None))).Message.ShouldBe("Elasticsearch cannot be reached: SecureConnectionError.");

    private async Task<string> FileAsync(string name, X509Certificate2 authority)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(file, authority.ExportCertificatePem());
        return file;
    }

    private static (X509Certificate2 Authority, X509Certificate2 Server) Certificates(string address)
    {
        var now = DateTimeOffset.UtcNow;
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Test authority", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var root = rootRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(root, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4, 5, 6, 7, 8]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return (root, X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null));
    }
}
