using System.Globalization;

namespace WeChatPlatform.Customer;

/// <summary>K0001, K0002, ... and longer once there are more than 9,999.</summary>
internal static class CustomerCode
{
    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"K{number:D4}");

    /// <summary>What staff read: <c>K0001 name</c>. A remark in WeChat that has the code already keeps one code.</summary>
    public static string Display(string code, string name)
    {
        var plain = WithoutCode(code, name);
        return plain.Length == 0 ? code : $"{code} {plain}";
    }

    /// <summary>The name without the customer's own code before it.</summary>
    public static string WithoutCode(string code, string name)
    {
        var trimmed = name.Trim();
        if (!trimmed.StartsWith(code, StringComparison.OrdinalIgnoreCase))
        {
            return trimmed;
        }

        var rest = trimmed[code.Length..];

        // K00012 is not K0001 with something behind it.
        return rest.Length > 0 && char.IsAsciiDigit(rest[0]) ? trimmed : rest.Trim();
    }
}
