using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Ai.Providers;

/// <summary>The secrets of the settings that providers' keys are sealed with. Without one to seal with, keys cannot be stored.</summary>
internal sealed class KeySecrets : SealingSecrets
{
    public KeySecrets(IOptions<AiOptions> options)
        : base("wechat-platform provider key id")
    {
        var settings = options.Value;
        ActiveId = Add(settings.KeyEncryptionKey, settings.KeyEncryptionKeyFile);
        Add(settings.EarlierKeyEncryptionKey, settings.EarlierKeyEncryptionKeyFile);
    }
}

/// <summary>Each secret from one place, and a secret for AES-256.</summary>
internal sealed class KeySecretsValidator : IValidateOptions<AiOptions>
{
    public ValidateOptionsResult Validate(string? name, AiOptions options)
    {
        List<string> faults =
        [
            .. Faults("Ai:KeyEncryptionKey", options.KeyEncryptionKey, options.KeyEncryptionKeyFile),
            .. Faults("Ai:EarlierKeyEncryptionKey", options.EarlierKeyEncryptionKey, options.EarlierKeyEncryptionKeyFile),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(string setting, string? key, string? file) =>
        SealingSecrets.Fault(setting, $"{setting}File", key, file) is { } fault ? [fault] : [];
}
