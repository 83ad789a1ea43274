using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Search.Remote;

/// <summary>Where a server is, what opens it, and how patiently it is asked.</summary>
public abstract class RemoteOptions
{
    /// <summary>Address of the server, http or https. Empty: it is not used.</summary>
    public string Url { get; set; } = "";

    /// <summary>The key that it wants, as it gives it out. Empty: none.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>A file that holds the key and nothing else; for mounted secrets. Not together with ApiKey.</summary>
    public string ApiKeyFile { get; set; } = "";

    /// <summary>A file of certificates (PEM) that are trusted beside those of the system; for a server with a certificate of one's own.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Longest one request may take, in seconds.</summary>
    [Range(0.05, 600)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>How often a change is tried again after a limit, a server error or a broken connection. Searches are not: they have no time.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 4;

    /// <summary>Wait before the first further try, in seconds; it doubles, with jitter. Retry-After wins over it.</summary>
    [Range(0.001, 60)]
    public double RetryDelaySeconds { get; set; } = 0.2;

    /// <summary>Whether there is a server at all.</summary>
    public bool IsConfigured => Url.Length > 0;

    /// <summary>The key, wherever it is kept; empty without one.</summary>
    internal string Key() => ApiKeyFile.Length > 0 ? File.ReadAllText(ApiKeyFile).Trim() : ApiKey;

    /// <summary>What ranges on one property cannot say. None of the faults repeats a key.</summary>
    internal virtual IEnumerable<string> Faults(string section)
    {
        if (!IsConfigured)
        {
            yield break;
        }

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"{section}:Url must be an http or https address.";
        }
        else if (url.UserInfo.Length > 0)
        {
            yield return $"{section}:Url holds a name or a password: they belong into the settings for it.";
        }

        if (ApiKey.Length > 0 && ApiKeyFile.Length > 0)
        {
            yield return $"{section}:ApiKey and {section}:ApiKeyFile are both set: keep one.";
        }

        if (ApiKey.Any(character => character is < '!' or > '~'))
        {
            yield return $"{section}:ApiKey holds a blank or a character outside ASCII: copy it again.";
        }

        foreach (var (name, file) in new[] { ("ApiKeyFile", ApiKeyFile), ("CaFile", CaFile) })
        {
            if (file.Length > 0 && !File.Exists(file))
            {
                yield return $"{section}:{name} names a file that cannot be read: {file}";
            }
        }
    }
}
