using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace WeChatPlatform.Llm;

/// <summary>Reads what a provider's refusal means. Of its body only the codes are looked at, and nothing of it is kept.</summary>
internal static class ProviderErrors
{
    // The words are those of OpenAI, Anthropic, DeepSeek, Qwen, Moonshot, GLM (numbers), Ernie and Gemini.
    private static readonly (ProviderObjection Objection, string[] Words)[] Codes =
    [
        (ProviderObjection.Quota,
        [
            "insufficient_quota", "exceeded_current_quota_error", "quota_exceeded", "payment_required", "billing_error", "billing_hard_limit_reached",
            "insufficient_balance", "arrearage", "insufficient balance", "account_overdue", "credit balance is too low", "1113", "1304", "1308", "1309", "1310",
        ]),
        (ProviderObjection.Key,
        [
            "invalid_api_key", "invalid_authentication_error", "incorrect_api_key_error", "authentication_error", "authentication", "api_key_invalid",
            "unauthenticated", "invalid_iam_token", "invalid_iam_token_format", "iam_sign_not_match", "api key not valid", "1000", "1001", "1002", "1003", "1004",
        ]),
        (ProviderObjection.Model,
        [
            "model_not_found", "model_not_exist", "model not exist", "not_found_error", "resource_not_found_error", "invalid_model", "model_unsupported",
            "model_access_denied", "1211", "1311",
        ]),
        (ProviderObjection.Content,
            ["content_filter", "content_policy_violation", "data_inspection_failed", "datainspectionfailed", "content_security", "1301"]),
        (ProviderObjection.Length, ["could not finish the message because max_tokens"]),
    ];

    public static LlmException Read(HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        var error = Parse(body);
        var objection = ObjectionOf(status, error);
        return new LlmException(FailureOf(status), status, RetryAfter(response.Headers, error))
        {
            Objection = objection,
        };
    }

    internal static LlmFailure FailureOf(int status) => status switch
    {
        408 => LlmFailure.Timeout,

        // 402 is how DeepSeek says what others say with 429: the account has no money.
        402 or 429 => LlmFailure.RateLimited,
        409 or >= 500 => LlmFailure.Unavailable,
        >= 400 => LlmFailure.Rejected,

        // A redirect is not followed: it would carry customer texts to a host that nobody named.
        _ => LlmFailure.BadAnswer,
    };

    internal static ProviderObjection ObjectionOf(int status, JsonElement? error)
    {
        var words = error is { } read ? Words(read).ToList() : [];
        foreach (var (objection, codes) in Codes)
        {
            if (words.Any(word => codes.Any(code => char.IsAsciiDigit(code[0]) ? word == code : word.Contains(code, StringComparison.Ordinal))))
            {
                return objection;
            }
        }

        return status switch
        {
            401 or 403 => ProviderObjection.Key,
            402 => ProviderObjection.Quota,
            404 or 405 => error is null ? ProviderObjection.Address : ProviderObjection.Model,
            < 400 => ProviderObjection.Address,
            _ => ProviderObjection.None,
        };
    }

    /// <summary>How long the provider asks to wait: Retry-After in either form, else when its limits say that they are lifted.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseHeaders headers, JsonElement? error)
    {
        if (Header(headers, "retry-after-ms") is { } milliseconds && Number(milliseconds) is { } exact)
        {
            return TimeSpan.FromMilliseconds(exact);
        }

        if (Header(headers, "retry-after") is { } told)
        {
            return Number(told) is { } seconds ? TimeSpan.FromSeconds(seconds) : Until(headers, told);
        }

        foreach (var what in (string[])["requests", "tokens", "input-tokens", "output-tokens"])
        {
            if (Header(headers, $"x-ratelimit-remaining-{what}") == "0" && Header(headers, $"x-ratelimit-reset-{what}") is { } reset)
            {
                return Span(reset);
            }

            if (Header(headers, $"anthropic-ratelimit-{what}-remaining") == "0"
                && Header(headers, $"anthropic-ratelimit-{what}-reset") is { } moment)
            {
                return Until(headers, moment);
            }
        }

        return error is { } read ? RetryDelay(read) : null;
    }

    /// <summary>A duration as OpenAI's limits write it: 6m0s, 1.5s, 20ms.</summary>
    internal static TimeSpan? Span(string text)
    {
        var (total, number) = (TimeSpan.Zero, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || text[i] == '.')
            {
                continue;
            }

            var unit = text.AsSpan(i).StartsWith("ms") ? "ms" : text[i].ToString();
            if (Number(text[number..i]) is not { } value)
            {
                return null;
            }

            total += unit switch
            {
                "ms" => TimeSpan.FromMilliseconds(value),
                "s" => TimeSpan.FromSeconds(value),
                "m" => TimeSpan.FromMinutes(value),
                "h" => TimeSpan.FromHours(value),
                _ => TimeSpan.Zero,
            };
            i += unit.Length - 1;
            number = i + 1;
        }

        return number == text.Length && text.Length > 0 ? total : null;
    }

    // The answer's own Date is the clock that the moment was read from; ours may be another.
    private static TimeSpan? Until(HttpResponseHeaders headers, string moment) =>
        headers.Date is { } now
        && DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then)
            ? then > now ? then - now : TimeSpan.Zero
            : null;

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault()?.Trim() : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 86_400_000 ? number : null;

    // Gemini says it in the body: error.details[].retryDelay "34s".
    private static TimeSpan? RetryDelay(JsonElement error)
    {
        if (error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array)
        {
            foreach (var detail in details.EnumerateArray())
            {
                if (detail.ValueKind == JsonValueKind.Object && detail.TryGetProperty("retryDelay", out var delay)
                    && delay.ValueKind == JsonValueKind.String)
                {
                    return Span(delay.GetString()!);
                }
            }
        }

        return null;
    }

    // An object error inside an object, Gemini's list around it, or the members at the top.
    private static JsonElement? Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            {
                root = root[0];
            }

            return root.ValueKind != JsonValueKind.Object ? null
                : root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? error.Clone()
                : root.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Words(JsonElement error)
    {
        foreach (var name in (string[])["code", "type", "status", "error_code", "message"])
        {
            if (error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                yield return value.ToString().ToLowerInvariant();
            }
        }
    }
}
