using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPlatform.Messaging.Consuming;

/// <summary>Ids that a second delivery of a message gives its answers again.</summary>
internal static class AnswerId
{
    private const int IdBytes = 16;
    private const int LongestQueueName = 255;

    /// <param name="messageId">The message that is answered.</param>
    /// <param name="endpoint">The queue it came from: two consumers of one message give different answers.</param>
    /// <param name="place">The answer's place among those of one consume, from 0.</param>
    /// <returns>A version-8 UUID (RFC 9562): a hash of the three.</returns>
    public static Guid Of(Guid messageId, string endpoint, int place)
    {
        Span<byte> input = stackalloc byte[IdBytes + sizeof(int) + LongestQueueName];
        messageId.TryWriteBytes(input, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(input[IdBytes..], place);
        var length = IdBytes + sizeof(int) + Encoding.UTF8.GetBytes(endpoint, input[(IdBytes + sizeof(int))..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..IdBytes], bigEndian: true);
    }
}
