using System.Text;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>Reads what is needed of an OTLP trace export: numbers of fields as in opentelemetry/proto/trace/v1/trace.proto.</summary>
internal static class OtlpSpans
{
    private const int ResourceSpans = 1;
    private const int Resource = 1;
    private const int ScopeSpans = 2;
    private const int Scope = 1;
    private const int Spans = 2;
    private const int Attributes = 1;
    private const int Key = 1;
    private const int Value = 2;
    private const int Text = 1;
    private const int ScopeName = 1;
    private const int TraceId = 1;
    private const int SpanId = 2;
    private const int ParentId = 4;
    private const int Name = 5;

    public static IEnumerable<Span> Read(ReadOnlyMemory<byte> request) =>
        from process in Fields(request, ResourceSpans)
        let name = ProcessName(process)
        from scope in Fields(process, ScopeSpans)
        let source = Fields(scope, Scope).SelectMany(one => Fields(one, ScopeName)).Select(String).FirstOrDefault("")
        from span in Fields(scope, Spans)
        select new Span(name, source, One(span, Name, String), One(span, TraceId, Hex), One(span, SpanId, Hex), One(span, ParentId, Hex));

    private static string ProcessName(ReadOnlyMemory<byte> process) =>
        Fields(process, Resource).SelectMany(resource => Fields(resource, Attributes))
            .Where(attribute => One(attribute, Key, String) == "service.name")
            .SelectMany(attribute => Fields(attribute, Value))
            .Select(value => One(value, Text, String))
            .First();

    private static string One(ReadOnlyMemory<byte> message, int field, Func<ReadOnlyMemory<byte>, string> read) =>
        Fields(message, field).Select(read).FirstOrDefault("");

    private static string String(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    /// <summary>The values of one field that are bytes, text or messages; numbers are passed over.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int wanted)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Number(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Number(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Number(message, ref at);
                    if ((int)(tag >> 3) == wanted)
                    {
                        yield return message.Slice(at, length);
                    }

                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new FormatException($"Field {tag >> 3} has the unknown wire type {tag & 7}.");
            }
        }
    }

    private static ulong Number(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message.Span[at++];
            number |= (ulong)(part & 0x7f) << shift;
            if ((part & 0x80) == 0)
            {
                return number;
            }
        }
    }
}
