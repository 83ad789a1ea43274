using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace WeChatPlatform.Edge;

/// <summary>The secret of <see cref="EdgeOptions"/>, read once.</summary>
internal sealed class SigningKey(IOptions<EdgeOptions> options)
{
    public const int LeastBytes = 32;

    public SymmetricSecurityKey Key { get; } = new(Read(options.Value));

    public static byte[] Read(EdgeOptions options) =>
        Encoding.UTF8.GetBytes(options.SigningKeyFile is null
            ? options.SigningKey ?? ""
            : File.ReadAllText(options.SigningKeyFile).Trim());
}

/// <summary>One key, from one place, long enough for HMAC-SHA256.</summary>
internal sealed class SigningKeyValidator : IValidateOptions<EdgeOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeOptions options)
    {
        var fault = Fault(options);
        return fault is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(fault);
    }

    private static string? Fault(EdgeOptions options)
    {
        if (string.IsNullOrEmpty(options.SigningKey) == string.IsNullOrEmpty(options.SigningKeyFile))
        {
            return "Edge:SigningKey or Edge:SigningKeyFile must be set, one of the two: "
                + "a secret of 32 bytes or more, the same in every process (openssl rand -base64 48).";
        }

        if (!string.IsNullOrEmpty(options.SigningKeyFile) && !File.Exists(options.SigningKeyFile))
        {
            return $"Edge:SigningKeyFile does not exist: {options.SigningKeyFile}";
        }

        try
        {
            return SigningKey.Read(options).Length < SigningKey.LeastBytes
                ? $"Edge: the signing key is shorter than {SigningKey.LeastBytes} bytes."
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"Edge:SigningKeyFile cannot be read: {options.SigningKeyFile}";
        }
    }
}
