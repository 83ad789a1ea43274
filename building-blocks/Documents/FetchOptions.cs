using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Documents;

/// <summary>What fetching a document from an address may take, and where it may go.</summary>
public sealed class FetchOptions
{
    public const string Section = "Rag:Fetch";

    /// <summary>Longest that one address may take, redirects included, in seconds.</summary>
    [Range(1, 300)]
    public double Seconds { get; set; } = 20;

    /// <summary>Most bytes that are taken, after unpacking.</summary>
    [Range(1024, 104_857_600)]
    public int MaxBytes { get; set; } = 20_971_520;

    /// <summary>Ports that an address may name.</summary>
    public IList<int> Ports { get; set; } = [80, 443, 8080, 8443];

    /// <summary>Hosts that may resolve into an own network: the company's wiki. No pattern. Empty: none.</summary>
    public IList<string> InternalHosts { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class FetchOptionsValidator : IValidateOptions<FetchOptions>;
