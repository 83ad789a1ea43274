using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Routing;
using WeChatPlatform.Ai.Understanding;

namespace WeChatPlatform.Ai.Replies;

/// <summary>How an answer came to be, collected while it is made: what the record of it and the ledger are written from.</summary>
internal sealed class ReplyTrace(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Every request to a model, in order.</summary>
    public List<ModelCall> Calls { get; } = [];

    /// <summary>Stable words of what happened, in order, each once: cache_hit, switched, rewritten, unsupported:price, ...</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>Names of the functions that the model called, in order.</summary>
    public List<string> ToolCalls { get; } = [];

    public TextReading? Reading { get; set; }

    public AssembledPrompt? Prompt { get; set; }

    public RoutePlan? Route { get; set; }

    /// <summary>From the command to the first piece of text of a model, when it came as a stream.</summary>
    public TimeSpan? FirstText { get; set; }

    /// <summary>Whether somebody has read sentences of the answer while it was made.</summary>
    public bool WasReadAlong { get; set; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public void Note(string reason)
    {
        if (!Reasons.Contains(reason, StringComparer.Ordinal))
        {
            Reasons.Add(reason);
        }
    }
}
