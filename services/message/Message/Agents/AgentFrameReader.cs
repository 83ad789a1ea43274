using System.Net.WebSockets;
using System.Text.Json;

namespace WeChatPlatform.Message.Agents;

/// <summary>Reads whole text frames of bounded size.</summary>
internal sealed class AgentFrameReader(WebSocket socket)
{
    private const int LargestFrame = 64 * 1024;
    private readonly byte[] buffer = new byte[LargestFrame];

    /// <returns>The next frame; nothing when the agent closed the connection.</returns>
    /// <exception cref="JsonException">The frame is too large, not text or not JSON.</exception>
    public async Task<AgentFrames.FromAgent?> ReadAsync(CancellationToken ct)
    {
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), ct);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return JsonSerializer.Deserialize<AgentFrames.FromAgent>(buffer.AsSpan(0, length), AgentFrames.Json)
                    ?? throw new JsonException("A frame is a JSON object.");
            }

            if (length == LargestFrame)
            {
                throw new JsonException($"A frame has at most {LargestFrame} bytes.");
            }
        }
    }
}
