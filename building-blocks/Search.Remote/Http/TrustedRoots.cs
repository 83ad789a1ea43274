using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace WeChatPlatform.Search.Remote;

/// <summary>Accepts what the system accepts, and certificates that lead to a root of one's own. Names are checked either way.</summary>
internal sealed class TrustedRoots
{
    private readonly X509Certificate2Collection _roots = [];

    public TrustedRoots(string pemFile) => _roots.ImportFromPemFile(pemFile);

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_roots);

        // A company's own authority seldom publishes what it revoked where a server could read it.
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(leaf);
    }
}
