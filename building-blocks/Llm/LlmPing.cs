using System.Globalization;
using Microsoft.Extensions.AI;

namespace WeChatPlatform.Llm;

/// <summary>Asks a provider for one token, without retries, and says what its answer means for whoever set it up.</summary>
internal sealed class LlmPing(ChatConnector connector, TimeProvider time) : ILlmPing
{
    // A customer would not wait longer for the first word.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "ping")];

    public async Task<PingVerdict> PingAsync(ConfiguredProvider provider, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var started = time.GetTimestamp();
        var at = time.GetUtcNow();
        using var enough = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, enough.Token);
        try
        {
            using var client = connector.Connect(provider, provider.Model);
            var answer = await client.GetResponseAsync(
                Question, connector.Options(provider, provider.Model, maxTokens: 1, temperature: 0), either.Token);
            return Told(failure: null, answer.Usage);
        }
        catch (LlmException failure)
        {
            return Told(failure, usage: null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Told(new LlmException(LlmFailure.Timeout), usage: null);
        }

        PingVerdict Told(LlmException? failure, UsageDetails? usage)
        {
            var took = time.GetElapsedTime(started);
            return Verdict(provider, failure, took) with { Try = Try(provider, failure, usage, took, at) };
        }
    }

    private static LlmTry Try(ConfiguredProvider provider, LlmException? failure, UsageDetails? usage, TimeSpan took, DateTimeOffset at)
    {
        // A refusal costs nothing; what was given up, or broke off, may.
        var worked = failure is null or { MayCost: true };
        var counted = usage is { InputTokenCount: > 0, OutputTokenCount: not null };
        return new LlmTry(
            failure?.Failure,
            counted ? (int)usage!.InputTokenCount!.Value : worked ? TokenEstimate.Of(Question) : 0,
            counted ? (int)usage!.OutputTokenCount!.Value : worked ? 1 : 0,
            took,
            at)
        {
            Target = new LlmTarget(provider.Id, provider.Model),
            IsEstimated = worked && !counted,
            Status = failure?.Status,
            Objection = failure?.Objection ?? ProviderObjection.None,
        };
    }

    internal static PingVerdict Verdict(ConfiguredProvider provider, LlmException? failure, TimeSpan took)
    {
        var seconds = took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var status = failure?.Status is { } code ? string.Create(CultureInfo.InvariantCulture, $"HTTP {code}") : "";
        var (word, chinese, english) = (failure?.Failure, failure?.Objection) switch
        {
            // A model that thinks cannot say anything in one token. It was reached, and it understood.
            (null, _) or (_, ProviderObjection.Length) => took > Slow
                ? ("slow", $"连接正常，但回应用了 {seconds} 秒", $"It answers, but took {seconds} s")
                : ("ok", $"连接正常，用时 {seconds} 秒", $"It answers, in {seconds} s"),
            (_, ProviderObjection.Key) => (
                "key_wrong", $"密钥不对、已失效或没有权限（{status}）", $"The key is wrong, expired or may not do this ({status})"),
            (_, ProviderObjection.Model) => (
                "model_unknown", $"服务方没有模型 {provider.Model}，或此账号不能用它", $"The provider has no model {provider.Model}, or not for this account"),
            (_, ProviderObjection.Quota) => ("quota", "账户欠费或额度已用完", "The account has no money or no quota left"),
            (LlmFailure.RateLimited, _) => ("quota", "请求过于频繁，已被限流", "Too many requests: the provider limits this account"),
            (_, ProviderObjection.Address) or (LlmFailure.BadAnswer, _) => (
                "not_the_protocol",
                $"该地址返回的不是约定的接口格式，请检查地址和路径（{provider.BaseUrl.Host}）",
                $"What answers at {provider.BaseUrl.Host} is not the API: check address and path"),
            (LlmFailure.Timeout, _) => ("slow", $"{seconds} 秒内没有回应", $"No answer within {seconds} s"),
            (LlmFailure.Unavailable, _) when status.Length > 0 => (
                "failing", $"服务方自身出错（{status}），请稍后再试", $"The provider itself fails ({status}): try later"),
            (LlmFailure.Unavailable, _) => (
                "network", $"连不上 {provider.BaseUrl.Host}，或连接中断", $"{provider.BaseUrl.Host} cannot be reached, or the connection broke"),
            _ => ("refused", $"服务方拒绝了请求（{status}）", $"The provider refused the request ({status})"),
        };
        return new PingVerdict(word, chinese, english, took);
    }
}
