using System.Diagnostics;
using System.Globalization;
using System.Text;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Compliance.Node;

/// <summary>
/// What a node did, in a file that outlives it: the kernel has a line as soon as it is written. Times are the system's
/// monotonic clock, which all processes share.
/// </summary>
internal sealed class Evidence(string path) : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>A relay of this process gives a message to the transport.</summary>
    public void Sent(Guid messageId) => Write($"sent {messageId}");

    /// <summary>The process dies now.</summary>
    public void Struck(FailPoint point) => Write($"struck {point}");

    public void Dispose() => file.Dispose();

    private void Write(string what)
    {
        lock (gate)
        {
            file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp()} {what}\n")));
        }
    }
}
