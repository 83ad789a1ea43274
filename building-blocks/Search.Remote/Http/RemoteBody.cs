using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatPlatform.Search.Remote;

/// <summary>The bytes of a request, kept so that they can be sent again.</summary>
internal sealed class RemoteBody
{
    // Requests go to servers, not into pages: Chinese characters stay what they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _bytes;
    private readonly string _type;

    public RemoteBody(byte[] bytes, string type) => (_bytes, _type) = (bytes, type);

    public int Length => _bytes.Length;

    public static RemoteBody Json(Action<Utf8JsonWriter> write) => new(Bytes(write), "application/json");

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Plain))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    public HttpContent Content() => new ByteArrayContent(_bytes) { Headers = { ContentType = new MediaTypeHeaderValue(_type) } };
}
