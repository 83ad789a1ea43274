using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Words an answer. Never touches a database transaction: a model may take half a minute.</summary>
internal interface IReplyWriter
{
    /// <param name="command">The question and what is known for it.</param>
    /// <param name="reader">Who reads the answer sentence by sentence while it is made; absent when it is taken as a whole.</param>
    /// <param name="ct">Gives up.</param>
    Task<GenerationResult> WriteAsync(GenerateReply command, SentenceReader? reader, CancellationToken ct);
}

/// <summary>Takes one sentence that every output rule has passed.</summary>
internal delegate ValueTask SentenceReader(string sentence, CancellationToken ct);
