using System.Security.Cryptography;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>One provider of the register, in use or not. A class, not a record: a record would print the key.</summary>
internal sealed class RegisteredProvider
{
    public const string FromRegister = "register";
    public const string FromConfiguration = "configuration";

    public required ConfiguredProvider Connection { get; init; }

    public required ProviderState State { get; init; }

    /// <summary>Absent for a provider of the configuration.</summary>
    public StoredProvider? Row { get; init; }

    public string Source => Row is null ? FromConfiguration : FromRegister;

    /// <summary>What an operator wrote into the configuration counts as consented to; the start says aloud who gets the texts.</summary>
    public static RegisteredProvider Of(ConfiguredProvider configured) => new() { Connection = configured, State = ProviderState.Ready };

    /// <param name="row">What administrators set up.</param>
    /// <param name="kinds">What the catalogue knows.</param>
    /// <param name="secrets">What keys were sealed with.</param>
    /// <param name="masking">The setting Llm:MaskPersonalData: abroad, always or never; the row's own word comes first.</param>
    public static RegisteredProvider Of(StoredProvider row, ProviderKinds kinds, KeySecrets secrets, string masking)
    {
        var url = new Uri(row.BaseUrl);
        var receiver = ReceiverOf(row, url, kinds);
        var masks = row.MasksPersonalData ?? masking switch
        {
            "always" => true,
            "never" => false,
            _ => !Consent.IsWithin(receiver.Region),
        };
        var key = KeyOf(row, url, secrets);
        var state = key is null ? ProviderState.KeyUnreadable
            : key.Length == 0 && kinds.Find(row.Kind)?.NeedsKey == true && kinds.IsNamed(url) ? ProviderState.KeyMissing
            : !row.IsEnabled ? ProviderState.Off
            : !Consent.Holds(row, url, receiver, masks) ? ProviderState.ConsentMissing
            : ProviderState.Ready;
        return new RegisteredProvider
        {
            Row = row,
            State = state,
            Connection = new ConfiguredProvider
            {
                Id = row.Id,
                Kind = row.Kind,
                Protocol = row.Protocol,
                BaseUrl = url,
                ApiKey = key ?? "",
                Model = row.Model,
                VisionModel = row.VisionModel,
                Models = [.. row.Models.Prepend(row.Model).Distinct(StringComparer.Ordinal)],
                Priority = row.Priority,
                Receiver = receiver,
                MasksPersonalData = masks,
                TryTimeoutSeconds = row.TryTimeoutSeconds,
                MaxConcurrency = row.MaxConcurrency,
                Version = $"register-{row.CreatedAt.ToUnixTimeMilliseconds()}-{row.Revision}-{(masks ? "masked" : "plain")}",
            },
        };
    }

    /// <summary>The catalogue's word before the administrator's: nobody may call a server abroad a local one.</summary>
    private static TextReceiver ReceiverOf(StoredProvider row, Uri url, ProviderKinds kinds)
    {
        var known = kinds.ReceiverAt(url);
        return kinds.IsNamed(url) || url.IsLoopback
            ? known
            : new TextReceiver(row.OperatorZh ?? known.Chinese, row.OperatorEn ?? row.OperatorZh ?? known.English, row.Region ?? known.Region);
    }

    /// <returns>Nothing when the key cannot be opened with the secrets of the settings.</returns>
    private static string? KeyOf(StoredProvider row, Uri url, KeySecrets secrets)
    {
        if (row.SealedKey is null)
        {
            return "";
        }

        if (row.SealedWith is null || secrets.Find(row.SealedWith) is not { } secret)
        {
            return null;
        }

        try
        {
            return KeyCipher.Open(row.SealedKey, secret, row.Id, Consent.AddressOf(url));
        }
        catch (CryptographicException)
        {
            // Changed behind our back, or by a hand in the database: the state says so.
            return null;
        }
    }

    public override string ToString() => $"{Connection.Id} {State}";
}

/// <summary>Whether a provider may be asked, and what is in the way.</summary>
internal enum ProviderState
{
    /// <summary>It is asked.</summary>
    Ready,

    /// <summary>Switched off.</summary>
    Off,

    /// <summary>No administrator has agreed that this receiver gets customer texts.</summary>
    ConsentMissing,

    /// <summary>This provider needs a key and has none.</summary>
    KeyMissing,

    /// <summary>The key was sealed with a secret that the settings do not hold, or was tampered with.</summary>
    KeyUnreadable,
}
