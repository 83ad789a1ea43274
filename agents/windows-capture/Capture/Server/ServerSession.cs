using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Server;

/// <summary>
/// The agent's login. Concurrency: one login at a time; everybody else waits for its token. The token lives in memory
/// only and is renewed before it ends.
/// </summary>
internal sealed class ServerSession(
    IHttpClientFactory clients, IOptions<AgentOptions> options, TimeProvider time, ILogger<ServerSession> logger) : IDisposable
{
    internal const string ClientName = "capture.server";
    internal const string AttachmentClientName = "capture.server.attachments";

    // At most; a short-lived token is renewed when a fifth of its life is left.
    private static readonly TimeSpan RenewalMargin = TimeSpan.FromMinutes(5);
    private const int RenewalShare = 5;
    private readonly SemaphoreSlim _login = new(1, 1);
    private Token? _token;
    private volatile int _refusal;

    // By a clock that nobody sets: a PC whose clock is hours off, or put right meanwhile, logs in no sooner and no later.
    private sealed record Token(string Value, long GrantedAt, TimeSpan RenewAfter);

    /// <summary>The status with which the server refused the last login that it answered; absent when it took it.</summary>
    public int? Refusal
    {
        get => _refusal is var status and > 0 ? status : null;
        private set => _refusal = value ?? 0;
    }

    /// <exception cref="ServerAwayException">No token can be had now.</exception>
    public async Task<string> TokenAsync(CancellationToken ct)
    {
        await _login.WaitAsync(ct);
        try
        {
            if (_token is null || time.GetElapsedTime(_token.GrantedAt) >= _token.RenewAfter)
            {
                _token = await LogInAsync(ct);
            }

            return _token.Value;
        }
        finally
        {
            _login.Release();
        }
    }

    /// <summary>The server did not take this token.</summary>
    public void Forget(string token) =>
        Interlocked.CompareExchange(ref _token, null, Volatile.Read(ref _token) is { } held && held.Value == token ? held : null);

    /// <summary>Posts with the token. The answer may be of any status.</summary>
    /// <exception cref="ServerAwayException">There was no answer.</exception>
    public async Task<HttpResponseMessage> PostAsync<T>(
        string path, T body, JsonTypeInfo<T> type, string? traceparent, CancellationToken ct)
    {
        using var content = JsonContent.Create(body, type);
        return await PostAsync(ClientName, path, content, traceparent, ct);
    }

    /// <summary>Posts the bytes of an image or file, which may take its time. The answer may be of any status.</summary>
    /// <exception cref="ServerAwayException">There was no answer.</exception>
    public async Task<HttpResponseMessage> PostBytesAsync(
        string path, byte[] bytes, string? traceparent, CancellationToken ct)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await PostAsync(AttachmentClientName, path, content, traceparent, ct);
    }

    public void Dispose() => _login.Dispose();

    private async Task<HttpResponseMessage> PostAsync(
        string client, string path, HttpContent content, string? traceparent, CancellationToken ct)
    {
        var token = await TokenAsync(ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (traceparent is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceparent);
        }

        var answer = await SendAsync(client, request, ct);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            Forget(token);
        }

        return answer;
    }

    private async Task<Token> LogInAsync(CancellationToken ct)
    {
        var key = options.Value.ApiKey ?? await ApiKeyFile.ReadAsync(options.Value.ApiKeyFile!, ct);
        using var body = JsonContent.Create(
            new ServerWire.Login(options.Value.AgentId, key), ServerWireJson.Default.Login);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/auth/login") { Content = body };
        var asked = time.GetTimestamp();
        using var answer = await SendAsync(ClientName, request, ct);
        Refusal = (int)answer.StatusCode is >= 400 and < 500 ? (int)answer.StatusCode : null;
        if (!answer.IsSuccessStatusCode)
        {
            if (Refusal is not null)
            {
                logger.LoginRefused((int)answer.StatusCode);
            }

            throw new ServerAwayException($"login_{(int)answer.StatusCode}");
        }

        try
        {
            var granted = await answer.Content.ReadFromJsonAsync(ServerWireJson.Default.LoginAnswer, ct)
                ?? throw new ServerAwayException("login_not_understood");
            var life = TimeSpan.FromSeconds(granted.ExpiresIn);
            var margin = life / RenewalShare < RenewalMargin ? life / RenewalShare : RenewalMargin;
            logger.LoggedIn(granted.ExpiresIn);
            return new Token(Header(granted.AccessToken), asked, life - margin);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            // A page of somebody else who answers in the server's place, in whatever encoding, is no login either.
            throw new ServerAwayException("login_not_understood", failure);
        }
    }

    // As it must be to stand in a header: what is not would fail every request, and not only the login.
    private static string Header(string token) =>
        string.IsNullOrEmpty(token) ? throw new FormatException("no token") : new AuthenticationHeaderValue("Bearer", token).Parameter!;

    private async Task<HttpResponseMessage> SendAsync(string name, HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(name);
            return await client.SendAsync(request, ct);
        }
        catch (HttpRequestException failure)
        {
            Refusal = null;
            throw new ServerAwayException("unreachable", failure);
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            Refusal = null;
            throw new ServerAwayException("timeout", failure);
        }
    }
}

/// <summary>The server gave no answer that can be worked with; <see cref="Reason"/> is a stable word.</summary>
internal sealed class ServerAwayException(string reason, Exception? cause = null)
    : Exception($"The server is away: {reason}.", cause)
{
    public string Reason { get; } = reason;
}
