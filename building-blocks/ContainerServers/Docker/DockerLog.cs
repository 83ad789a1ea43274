using System.Buffers.Binary;
using System.Text;

namespace WeChatPlatform.ContainerServers.Docker;

/// <summary>
/// The stream format of a container's output without a terminal: frames of one byte that names the stream, three zero
/// bytes, the length as a big-endian 32-bit number, and so many bytes.
/// </summary>
internal static class DockerLog
{
    private const int HeaderLength = 8;

    /// <summary>The text of both streams in the order written; a frame that is cut off counts as far as it goes.</summary>
    public static string Read(ReadOnlySpan<byte> frames)
    {
        var text = new StringBuilder();
        while (frames.Length > HeaderLength)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(frames[4..]), (uint)(frames.Length - HeaderLength));
            text.Append(Encoding.UTF8.GetString(frames.Slice(HeaderLength, length)));
            frames = frames[(HeaderLength + length)..];
        }

        return text.ToString();
    }
}
