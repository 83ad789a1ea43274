using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Attachments;

/// <summary>
/// An agent hands in the bytes of an image or file of one of its own messages, as the request's body. They are read once into
/// the place where they are encrypted and written from.
/// </summary>
internal static class PostAttachment
{
    internal sealed record Stored(Guid Id, string MediaType, int Size, string Sha256);

    public static void MapPostAttachment(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/messages/{messageId:guid}/attachments", Handle)
            .WithName("message.PostAttachment").RequireAuthorization(Policies.Agent)
            .WithSummary("The bytes as the body, with their Content-Length, and ?name=");

    private static async Task<Results<Created<Stored>, ProblemHttpResult>> Handle(
        Guid messageId,
        string? name,
        HttpContext http,
        ClaimsPrincipal user,
        MessageDbContext context,
        AttachmentKeys keys,
        AttachmentsInHand inHand,
        AttachmentReadings readings,
        IOptions<MessageOptions> options,
        TimeProvider time,
        ILogger<Attachment> logger,
        CancellationToken ct)
    {
        // The limit of files is this endpoint's own; the edge's is for everything else. What is refused unread may be larger: it is
        // thrown away for some seconds, so that its sender hears why and not a broken connection.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = Math.Max(options.Value.AttachmentBytes, http.Request.ContentLength ?? 0);
        }

        if (await RefusalAsync(messageId, user.AgentId(), http.Request.ContentLength, context, keys, options.Value, ct) is { } refusal)
        {
            return refusal;
        }

        using var place = await inHand.TakeAsync(ct);
        if (place is null)
        {
            http.Response.Headers.RetryAfter = "5";
            return Refuse(StatusCodes.Status503ServiceUnavailable, "try_later", "正在处理的附件过多，请稍后再试 / too many attachments at once, try again later");
        }

        var room = AttachmentCipher.Room((int)http.Request.ContentLength!.Value);
        var content = AttachmentCipher.ContentOf(room);
        try
        {
            await http.Request.Body.ReadExactlyAsync(content, place.Ended);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Refuse(StatusCodes.Status408RequestTimeout, "request_timeout", "附件上传超时 / the attachment took too long to arrive");
        }

        if (MediaType.Of(content.Span) is not { } type)
        {
            return Refuse(
                StatusCodes.Status415UnsupportedMediaType, "attachment_type_refused",
                "只接受 png、jpeg、gif、webp、bmp、wav、mp3、m4a、ogg、amr、silk、pdf、docx、xlsx、pptx 和 UTF-8 纯文本 / only png, jpeg, gif, webp, bmp, wav, mp3, m4a, ogg, amr, silk, pdf, docx, xlsx, pptx and plain UTF-8 text are taken");
        }

        var now = time.GetUtcNow();
        var stored = new Stored(Guid.CreateVersion7(now), type.Name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content.Span)));
        AttachmentCipher.Seal(room, stored.Id, keys.Find(keys.ActiveId!)!);
        if (!await StoreAsync(context, readings, messageId, stored, AttachmentName.Of(name, type), keys.ActiveId!, room, now, ct))
        {
            return Exists();
        }

        logger.AttachmentStored(stored.Id, messageId, stored.MediaType, stored.Size);
        return TypedResults.Created($"/api/v1/attachments/{stored.Id}", stored);
    }

    /// <summary>What can be said before a byte of it is read.</summary>
    private static async Task<ProblemHttpResult?> RefusalAsync(
        Guid messageId, string agentId, long? length, MessageDbContext context, AttachmentKeys keys, MessageOptions options,
        CancellationToken ct)
    {
        if (!await context.Messages.AnyAsync(message => message.Id == messageId && message.AgentId == agentId, ct))
        {
            return Refuse(StatusCodes.Status404NotFound, "message_not_found", "没有这条消息 / no such message of this agent");
        }

        if (keys.ActiveId is null)
        {
            return Refuse(
                StatusCodes.Status503ServiceUnavailable, "attachments_off",
                "服务器没有设置附件密钥，不接收附件 / attachments are off: the server has no key to encrypt them with (Message:AttachmentKey)");
        }

        return length switch
        {
            null => Refuse(StatusCodes.Status411LengthRequired, "length_required", "需要 Content-Length / Content-Length is required"),
            0 => Refuse(StatusCodes.Status400BadRequest, "attachment_empty", "附件为空 / the attachment is empty"),
            _ when length > options.AttachmentBytes => Refuse(
                StatusCodes.Status413PayloadTooLarge, "attachment_too_large",
                $"附件最多 {options.AttachmentBytes} 字节 / an attachment has at most {options.AttachmentBytes} bytes"),
            _ => await context.Attachments.AnyAsync(one => one.MessageId == messageId, ct) ? Exists() : null,
        };
    }

    /// <summary>The bytes, and the wish to have them read, in one transaction.</summary>
    private static Task<bool> StoreAsync(
        MessageDbContext context, AttachmentReadings readings, Guid messageId, Stored stored, string name, string keyId, byte[] room,
        DateTimeOffset now, CancellationToken ct) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            if (await InsertAsync(context, messageId, stored, name, keyId, room, now, ct) == 0)
            {
                return false;
            }

            await readings.AskAsync(messageId, stored.Id, stored.MediaType, stored.Size, ct);
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return true;
        });

    // Past EF's change tracker, which would keep the bytes for as long as the context lives.
    private static Task<int> InsertAsync(
        MessageDbContext context, Guid messageId, Stored stored, string name, string keyId, byte[] room, DateTimeOffset now,
        CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into attachments (id, message_id, name, media_type, size, key_id, sealed, stored_at)
            values ({stored.Id}, {messageId}, {name}, {stored.MediaType}, {stored.Size}, {keyId}, {room}, {now})
            on conflict (message_id) do nothing
            """,
            ct);

    private static ProblemHttpResult Exists() =>
        Refuse(StatusCodes.Status409Conflict, "attachment_exists", "该消息已有附件 / this message has its attachment already");

    private static ProblemHttpResult Refuse(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: code);
}
