using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge;

/// <summary>
/// Which web pages of other origins may read answers. Tokens travel in a header that a page must set itself, so no page is
/// ever allowed to send cookies or other credentials of the browser.
/// </summary>
internal static class CrossOrigins
{
    public static void AddCrossOrigins(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<EdgeOptions>, CrossOriginsValidator>();

        // Of our own, because the framework's reads its options while the host is built, and a fault there would hide all others.
        services.AddSingleton<ICorsPolicyProvider, CrossOriginPolicy>();
        services.AddCors();
    }

    internal static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0
        && uri.PathAndQuery == "/"
        && uri.Fragment.Length == 0
        && !text.Contains('*', StringComparison.Ordinal);
}

/// <summary>One policy for every endpoint.</summary>
internal sealed class CrossOriginPolicy(IOptions<EdgeOptions> options) : ICorsPolicyProvider
{
    private readonly Lazy<CorsPolicy> policy = new(() => new CorsPolicyBuilder()
        .WithOrigins([.. options.Value.Cors.Origins.Select(origin => origin.TrimEnd('/'))])
        .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
        .WithHeaders("Authorization", "Content-Type", "Idempotency-Key", "Prefer", RequestIds.Header, "traceparent")
        .WithExposedHeaders("Location", "Retry-After", RequestIds.Header)
        .DisallowCredentials()
        .SetPreflightMaxAge(TimeSpan.FromSeconds(options.Value.Cors.PreflightSeconds))
        .Build());

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
        Task.FromResult<CorsPolicy?>(policy.Value);
}

internal sealed class CrossOriginsValidator : IValidateOptions<EdgeOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeOptions options)
    {
        var faults = options.Cors.Origins
            .Where(origin => !CrossOrigins.IsOrigin(origin))
            .Select(origin => $"Edge:Cors:Origins: '{origin}' is no origin such as https://console.example.com.")
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
