namespace WeChatPlatform.Ai.Tools;

/// <summary>Ends the reading of an answer that is larger than it may be: a server that is not ours decides how much it sends.</summary>
internal sealed class BoundedAnswers(int most) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var bounded = new StreamContent(new Bounded(await answer.Content.ReadAsStreamAsync(cancellationToken), most));
        foreach (var (name, values) in answer.Content.Headers)
        {
            bounded.Headers.TryAddWithoutValidation(name, values);
        }

        answer.Content = bounded;
        return answer;
    }

    private sealed class Bounded(Stream answer, int most) : Stream
    {
        private long seen;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await answer.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => Count(answer.Read(buffer, offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                answer.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Count(int read)
        {
            seen += read;
            return seen <= most ? read : throw new IOException($"The answer is larger than {most} bytes.");
        }
    }
}
