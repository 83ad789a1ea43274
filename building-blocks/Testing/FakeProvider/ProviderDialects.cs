using System.Text.Json.Nodes;
using static WeChatPlatform.Testing.ProviderComplaint;

namespace WeChatPlatform.Testing;

/// <summary>The dialects of the providers in the catalogue, by the catalogue's names.</summary>
public static class ProviderDialects
{
    public static ProviderDialect OpenAi { get; } = new("openai")
    {
        Complaints = Of(
            (KeyWrong, new(401, "invalid_api_key", "invalid_request_error", "Incorrect API key provided")),
            (ModelUnknown, new(404, "model_not_found", "invalid_request_error", "The model does not exist or you do not have access to it.")),
            (NoMoney, new(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota")),
            (TooFast, new(429, "rate_limit_exceeded", "requests", "Rate limit reached")),
            (BadRequest, new(400, null, "invalid_request_error", "Invalid value")),
            (Content, new(400, "content_policy_violation", "invalid_request_error", "Your request was rejected")),
            (ServerError, new(500, null, "server_error", "The server had an error")),
            (Overloaded, new(503, null, "server_error", "The engine is currently overloaded"))),
    };

    public static IReadOnlyList<ProviderDialect> All { get; } =
    [
        OpenAi,
        new("deepseek")
        {
            KeepsAlive = true,
            Usage = StreamedUsage.WithFinish,
            Complaints = Of(
                (KeyWrong, new(401, "invalid_request_error", "authentication_error", "Authentication Fails")),
                (ModelUnknown, new(400, "invalid_request_error", "invalid_request_error", "Model Not Exist")),
                (NoMoney, new(402, "invalid_request_error", "unknown_error", "Insufficient Balance")),
                (TooFast, new(429, "rate_limit_reached", "rate_limit_error", "Rate Limit Reached")),
                (BadRequest, new(422, "invalid_request_error", "invalid_request_error", "Invalid Parameters")),
                (Content, new(400, "content_filter", "invalid_request_error", "Content Exists Risk")),
                (ServerError, new(500, null, "server_error", "Server Error")),
                (Overloaded, new(503, null, "server_error", "Server Overloaded"))),
        },
        new("claude")
        {
            IsAnthropic = true,
            Error = error => new JsonObject
            {
                ["type"] = "error",
                ["error"] = new JsonObject { ["type"] = error.Type, ["message"] = error.Message },
                ["request_id"] = "req_fake",
            },
            Complaints = Of(
                (KeyWrong, new(401, null, "authentication_error", "invalid x-api-key")),
                (ModelUnknown, new(404, null, "not_found_error", "model: nobody")),
                (NoMoney, new(400, null, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.")),
                (TooFast, new(429, null, "rate_limit_error", "Number of requests has exceeded your per-minute rate limit")),
                (BadRequest, new(400, null, "invalid_request_error", "messages: at least one message is required")),
                (Content, new(400, null, "content_filter", "Output blocked by content filtering policy")),
                (ServerError, new(500, null, "api_error", "Internal server error")),
                (Overloaded, new(529, null, "overloaded_error", "Overloaded"))),
        },
        new("moonshot")
        {
            Usage = StreamedUsage.InsideChoice,
            Error = error => new JsonObject { ["error"] = new JsonObject { ["message"] = error.Message, ["type"] = error.Type } },
            Complaints = Of(
                (KeyWrong, new(401, null, "invalid_authentication_error", "Invalid Authentication")),
                (ModelUnknown, new(404, null, "resource_not_found_error", "Not found the model or Permission denied")),
                (NoMoney, new(429, null, "exceeded_current_quota_error", "Your account is suspended, please check your plan and billing details")),
                (TooFast, new(429, null, "rate_limit_reached_error", "Your account reached max request")),
                (BadRequest, new(400, null, "invalid_request_error", "Invalid request")),
                (Content, new(400, null, "content_filter", "The request was rejected because it was considered high risk")),
                (ServerError, new(500, null, "server_error", "Failed to perform")),
                (Overloaded, new(429, null, "engine_overloaded_error", "The engine is currently overloaded, please try again later"))),
        },
        new("qwen")
        {
            Error = error => new JsonObject
            {
                ["error"] = new JsonObject { ["code"] = error.Code, ["param"] = null, ["message"] = error.Message, ["type"] = error.Type },
                ["id"] = "chatcmpl-fake",
                ["request_id"] = "fake",
            },
            Complaints = Of(
                (KeyWrong, new(401, "invalid_api_key", "invalid_request_error", "Incorrect API key provided.")),
                (ModelUnknown, new(404, "model_not_found", "invalid_request_error", "The model does not exist or you do not have access to it.")),
                (NoMoney, new(400, "Arrearage", "Arrearage", "Access denied, please make sure your account is in good standing.")),
                (TooFast, new(429, "limit_requests", "limit_requests", "You exceeded your current requests list.")),
                (BadRequest, new(400, "invalid_parameter_error", "invalid_request_error", "Range of input length should be [1, 30720]")),
                (Content, new(400, "data_inspection_failed", "data_inspection_failed", "Input data may contain inappropriate content.")),
                (ServerError, new(500, "internal_error", "internal_error", "An internal error has occured")),
                (Overloaded, new(503, "ServiceUnavailable", "ServiceUnavailable", "Too many requests. Your requests are being throttled"))),
        },
        new("gemini")
        {
            Usage = StreamedUsage.EveryEvent,
            HasId = false,
            SendsCallsWhole = true,
            Error = error => new JsonArray(new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = error.Status,
                    ["message"] = error.Message,
                    ["status"] = error.Type,
                    ["details"] = new JsonArray(new JsonObject { ["retryDelay"] = "0.01s" }),
                },
            }),
            Complaints = Of(
                (KeyWrong, new(400, null, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")),
                (ModelUnknown, new(404, null, "NOT_FOUND", "models/nobody is not found for API version v1main")),
                (NoMoney, new(429, null, "RESOURCE_EXHAUSTED", "quota_exceeded: you exceeded your daily quota")),
                (TooFast, new(429, null, "RESOURCE_EXHAUSTED", "Resource has been exhausted")),
                (BadRequest, new(400, null, "INVALID_ARGUMENT", "Unknown name")),
                (Content, new(400, null, "content_filter", "Blocked by safety settings")),
                (ServerError, new(500, null, "INTERNAL", "An internal error has occurred")),
                (Overloaded, new(503, null, "UNAVAILABLE", "The model is overloaded"))),
        },
        new("ernie")
        {
            Usage = StreamedUsage.WithFinish,
            Error = error => new JsonObject
            {
                ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["type"] = error.Type },
                ["id"] = "as-fake",
            },
            Complaints = Of(
                (KeyWrong, new(401, "invalid_iam_token", "invalid_request_error", "IAM certification failed")),
                (ModelUnknown, new(404, "invalid_model", "invalid_request_error", "No such model")),
                (NoMoney, new(403, "account_overdue", "access_denied", "Account overdue")),
                (TooFast, new(429, "rpm_rate_limit_exceeded", "rate_limit_error", "Rate limit reached for RPM")),
                (BadRequest, new(400, "invalid_argument", "invalid_request_error", "the length of messages must be an odd number")),
                (Content, new(400, "content_security", "invalid_request_error", "content is not safe")),
                (ServerError, new(500, "internal_error", "server_error", "Internal error")),
                (Overloaded, new(503, "server_high_load", "server_error", "the service is busy"))),
        },
        new("glm")
        {
            Usage = StreamedUsage.WithFinish,
            Error = error => new JsonObject { ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message } },
            Complaints = Of(
                (KeyWrong, new(401, "1002", null, "Authentication Token非法")),
                (ModelUnknown, new(400, "1211", null, "模型不存在，请检查模型代码。")),
                (NoMoney, new(429, "1113", null, "您的账户已欠费，请充值后重试。")),
                (TooFast, new(429, "1302", null, "您当前使用该API的并发数过高")),
                (BadRequest, new(400, "1210", null, "API 调用参数有误")),
                (Content, new(400, "1301", null, "系统检测到输入或生成内容可能包含不安全或敏感内容")),
                (ServerError, new(500, "500", null, "内部错误")),
                (Overloaded, new(429, "1305", null, "该 API 已触发流量限制"))),
        },
        new("ollama")
        {
            SendsCallsWhole = true,
            Complaints = Of(
                (KeyWrong, new(401, null, "authentication_error", "unauthorized")),
                (ModelUnknown, new(404, null, "not_found_error", "model \"nobody\" not found, try pulling it first")),
                (NoMoney, new(402, null, "payment_required", "this model needs a subscription")),
                (TooFast, new(429, null, "api_error", "too many requests")),
                (BadRequest, new(400, null, "invalid_request_error", "invalid message content type")),
                (Content, new(400, "content_filter", "invalid_request_error", "refused")),
                (ServerError, new(500, null, "api_error", "llama runner process has terminated")),
                (Overloaded, new(503, null, "api_error", "server busy, please try again. maximum pending requests exceeded"))),
        },
    ];

    public static ProviderDialect ByName(string name) => All.Single(dialect => dialect.Name == name);

    private static Dictionary<ProviderComplaint, ProviderError> Of(params ReadOnlySpan<(ProviderComplaint Complaint, ProviderError Error)> complaints)
    {
        var all = new Dictionary<ProviderComplaint, ProviderError>();
        foreach (var (complaint, error) in complaints)
        {
            all.Add(complaint, error);
        }

        return all;
    }
}
