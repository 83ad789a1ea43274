using System.Net;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

public class ProviderErrorsTests
{
    [Theory]
    [InlineData("retry-after", "7", 7)]
    [InlineData("retry-after", "0.5", 0.5)]
    [InlineData("retry-after-ms", "250", 0.25)]
    [InlineData("retry-after", "Mon, 05 Jan 2026 01:00:20 GMT", 20)]
    [InlineData("retry-after", "Mon, 05 Jan 2026 00:00:00 GMT", 0)]
    public void Retry_after_is_read_in_every_form(string header, string value, double seconds) =>
        Read((header, value)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "1m30s", 90)]
    [InlineData("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "20ms", 0.02)]
    [InlineData("anthropic-ratelimit-requests-remaining", "0", "anthropic-ratelimit-requests-reset", "2026-01-05T01:00:13Z", 13)]
    public void Without_it_the_limits_say_when_they_are_lifted(string remaining, string none, string reset, string when, double seconds) =>
        Read((remaining, none), (reset, when)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("99999999999")]
    [InlineData("")]
    public void Nonsense_is_no_wait(string value) => Read(("retry-after", value)).ShouldBeNull();

    [Fact]
    public void Limits_that_are_not_used_up_are_no_wait() =>
        Read(("x-ratelimit-remaining-requests", "3"), ("x-ratelimit-reset-requests", "6m0s")).ShouldBeNull();

    [Fact]
    public void Gemini_says_it_in_the_body() =>
        ProviderErrors.Read(Response(), """[{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"34s"}]}}]""")
            .RetryAfter.ShouldBe(TimeSpan.FromSeconds(34));

    [Theory]
    [InlineData(404, "<html>not found</html>", ProviderObjection.Address)]
    [InlineData(404, """{"error":{"message":"no such model"}}""", ProviderObjection.Model)]
    [InlineData(302, "", ProviderObjection.Address)]
    [InlineData(500, "not json", ProviderObjection.None)]
    [InlineData(400, """{"error":"a text"}""", ProviderObjection.None)]
    [InlineData(400, """{"error":{"message":"Could not finish the message because max_tokens or model output limit was reached."}}""", ProviderObjection.Length)]
    [InlineData(400, """{"error":{"code":1211,"message":"x"}}""", ProviderObjection.Model)]
    [InlineData(400, """{"error":{"code":"12110","message":"x"}}""", ProviderObjection.None)]
    public void What_was_objected_to(int status, string body, ProviderObjection objection) =>
        ProviderErrors.Read(new HttpResponseMessage((HttpStatusCode)status), body).Objection.ShouldBe(objection);

    [Theory]
    [InlineData("sensitive", LlmFailure.Rejected)]
    [InlineData("network_error", LlmFailure.Unavailable)]
    [InlineData("insufficient_system_resource", LlmFailure.Unavailable)]
    [InlineData("whatever", LlmFailure.BadAnswer)]
    public async Task Finish_reasons_that_openai_does_not_know(string reason, LlmFailure failure)
    {
        await using var kit = await LlmKit.StartAsync([ProviderDialects.ByName("glm")], time: null, ("Llm:MaxRetries", "0"));
        kit.Provider.Otherwise = new ProviderAnswer { Text = "半句", FinishReason = reason };

        (await kit.AskAsync()).Failure.ShouldBe(failure);
        (await kit.AskAsync(new LlmRequest(LlmKit.Question, kit.Targets) { OnText = (_, _) => ValueTask.FromResult(false) })).Failure
            .ShouldBe(failure);
    }

    private static TimeSpan? Read(params (string Name, string Value)[] headers) => ProviderErrors.Read(Response(headers), "{}").RetryAfter;

    private static HttpResponseMessage Response(params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.Date = FakeClock.DefaultStart;
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
