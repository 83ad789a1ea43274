using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Hosting;

/// <summary>The value is an address that a <see cref="Listener"/> understands.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListenAddressAttribute : ValidationAttribute
{
    public ListenAddressAttribute()
        : base("{0} must be an address such as http://127.0.0.1:8080 (an IP address, localhost or *, and a port).")
    {
    }

    public override bool IsValid(object? value) => value is null or "" || Listener.TryParse(value.ToString()!, out _);
}
