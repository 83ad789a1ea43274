namespace WeChatPlatform.Llm;

/// <summary>
/// The body of an answer: reads until more than so many bytes came, then the answer is none; and says of a body that breaks off
/// that the provider was at work. Reading only.
/// </summary>
internal sealed class BoundedStream(Stream inner, long most) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Count(inner.Read(buffer, offset, count));
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw BrokenOff();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await inner.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw BrokenOff();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

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
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static LlmException BrokenOff() => new(LlmFailure.Unavailable) { MayCost = true };

    private int Count(int bytes)
    {
        _read += bytes;
        return _read > most ? throw new LlmException(LlmFailure.BadAnswer) { MayCost = true } : bytes;
    }
}
