using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace WeChatPlatform.Llm;

/// <summary>
/// Puts together the calls of functions that a stream brings in pieces. A piece belongs to the call of its index, unless it
/// brings another id: Gemini numbers none of its calls, so that all have the index 0.
/// </summary>
internal sealed class StreamedCalls
{
    private readonly List<Call> _calls = [];

    public bool Any => _calls.Count > 0;

    public void Add(StreamingChatToolCallUpdate piece)
    {
        var call = _calls.LastOrDefault(one => one.Index == piece.Index);
        if (call is null || (piece.ToolCallId is { Length: > 0 } id && call.Id.Length > 0 && call.Id != id))
        {
            _calls.Add(call = new Call(piece.Index));
        }

        call.Id = piece.ToolCallId is { Length: > 0 } told ? told : call.Id;
        call.Name = piece.FunctionName is { Length: > 0 } name ? name : call.Name;
        if (piece.FunctionArgumentsUpdate is { } arguments)
        {
            call.Arguments.Append(arguments);
        }
    }

    public IEnumerable<AIContent> Whole() => _calls.Select((call, number) =>
        OpenAiAnswers.ToCall(call.Id.Length > 0 ? call.Id : $"call_{number}", call.Name, call.Arguments.ToString()));

    private sealed class Call(int index)
    {
        public int Index { get; } = index;

        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
