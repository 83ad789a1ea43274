namespace WeChatPlatform.Llm;

/// <summary>
/// Stands between both SDKs and the wire, and is the one place that says what an HTTP answer means: a refusal becomes an
/// <see cref="LlmException"/> with its wait and its objection, an endless body ends.
/// </summary>
internal sealed class ProviderAnswerHandler : DelegatingHandler
{
    /// <summary>The longest answer that can be asked for, as a stream with a line for each token, is half of it.</summary>
    internal const long MaxBytes = 16 * 1024 * 1024;

    private const int MaxErrorBytes = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException broken)
        {
            throw new LlmException(LlmFailure.Unavailable) { MayCost = !NeverArrived(broken.HttpRequestError) };
        }

        if (response.IsSuccessStatusCode)
        {
            response.Content = new BoundedContent(response.Content, MaxBytes);
            return response;
        }

        using (response)
        {
            throw ProviderErrors.Read(response, await ErrorAsync(response.Content, cancellationToken));
        }
    }

    private static bool NeverArrived(HttpRequestError error) => error
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;

    // A body that breaks off or does not end still came with a status, and the status is what counts.
    private static async Task<string> ErrorAsync(HttpContent content, CancellationToken ct)
    {
        try
        {
            using var bounded = new BoundedContent(content, MaxErrorBytes);
            return await bounded.ReadAsStringAsync(ct);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or LlmException)
        {
            return "";
        }
    }

    /// <summary>A body of which no more than so many bytes are read.</summary>
    private sealed class BoundedContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly long _most;

        public BoundedContent(HttpContent inner, long most)
        {
            (_inner, _most) = (inner, most);
            foreach (var header in inner.Headers)
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await using var body = await CreateContentReadStreamAsync();
            await body.CopyToAsync(stream);
        }

        protected override async Task SerializeToStreamAsync(
            Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            await using var body = await CreateContentReadStreamAsync(cancellationToken);
            await body.CopyToAsync(stream, cancellationToken);
        }

        protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

        protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
            new BoundedStream(await _inner.ReadAsStreamAsync(cancellationToken), _most);

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? 0;
            return _inner.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
