using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Message.Attachments;

/// <summary>The secrets of the settings that attachments are encrypted with. Without one to encrypt with, no attachments are taken.</summary>
internal sealed class AttachmentKeys : SealingSecrets
{
    public AttachmentKeys(IOptions<MessageOptions> options)
        : base("wechat-platform attachment key id")
    {
        var settings = options.Value;
        ActiveId = Add(settings.AttachmentKey, settings.AttachmentKeyFile);
        foreach (var earlier in settings.EarlierAttachmentKeys)
        {
            Add(earlier.Key, earlier.KeyFile);
        }
    }
}

/// <summary>Each secret from one place, and a secret for AES-256.</summary>
internal sealed class AttachmentKeysValidator : IValidateOptions<MessageOptions>
{
    public ValidateOptionsResult Validate(string? name, MessageOptions options)
    {
        List<string> faults =
        [
            .. Faults("Message:AttachmentKey", "Message:AttachmentKeyFile", options.AttachmentKey, options.AttachmentKeyFile),
            .. options.EarlierAttachmentKeys.Index().SelectMany(earlier => Faults(
                $"Message:EarlierAttachmentKeys:{earlier.Index}:Key", $"Message:EarlierAttachmentKeys:{earlier.Index}:KeyFile", earlier.Item.Key, earlier.Item.KeyFile)),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(string keySetting, string fileSetting, string? key, string? file) =>
        SealingSecrets.Fault(keySetting, fileSetting, key, file) is { } fault ? [fault] : [];
}
