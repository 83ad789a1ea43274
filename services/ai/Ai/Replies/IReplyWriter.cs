using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai;

/// <summary>
/// Words an answer: by a model (<see cref="ModelReplyWriter"/>) or by the knowledge alone
/// (<see cref="TemplateReplyWriter"/>). Never touches a database: a model may take half a minute.
/// </summary>
internal interface IReplyWriter
{
    Task<GenerationResult> WriteAsync(GenerateReply command, CancellationToken ct);
}
