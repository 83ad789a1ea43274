using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Attachments;

/// <summary>
/// What attachments there are, and their bytes. A customer sent them: a browser saves them, shows nothing of them and runs
/// nothing in them.
/// </summary>
internal static class GetAttachments
{
    internal sealed record Item(Guid Id, string Name, string MediaType, int Size, DateTimeOffset StoredAt);

    internal sealed record Page(IReadOnlyList<Item> Items);

    public static void MapGetAttachments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/messages/{messageId:guid}/attachments", ListAsync)
            .WithName("message.ListAttachments").RequireAuthorization(Policies.Viewer);
        routes.MapGet("/attachments/{attachmentId:guid}", Handle)
            .WithName("message.GetAttachment").RequireAuthorization(Policies.Viewer);
        routes.MapGet("/attachments/{attachmentId:guid}/content", Handle)
            .WithName("message.GetAttachmentContent").RequireAuthorization(Policies.Service)
            .WithSummary("The same bytes for another service of the platform, which reads them");
    }

    /// <summary>The attachments of some messages, by message.</summary>
    public static async Task<ILookup<Guid, Item>> OfAsync(
        MessageDbContext context, List<Guid> messageIds, CancellationToken ct) =>
        (await context.Attachments.AsNoTracking()
            .Where(one => messageIds.Contains(one.MessageId))
            .Select(one => new { one.MessageId, Item = new Item(one.Id, one.Name, one.MediaType, one.Size, one.StoredAt) })
            .ToListAsync(ct))
        .ToLookup(one => one.MessageId, one => one.Item);

    private static async Task<IResult> ListAsync(Guid messageId, MessageDbContext context, CancellationToken ct) =>
        await context.Messages.AnyAsync(message => message.Id == messageId, ct)
            ? TypedResults.Ok(new Page([.. (await OfAsync(context, [messageId], ct))[messageId]]))
            : Refuse(StatusCodes.Status404NotFound, "message_not_found", "没有这条消息 / no such message");

    private static async Task<IResult> Handle(
        Guid attachmentId,
        HttpResponse response,
        MessageDbContext context,
        AttachmentKeys keys,
        AttachmentsInHand inHand,
        ILogger<Attachment> logger,
        CancellationToken ct)
    {
        var about = await context.Attachments.AsNoTracking()
            .Where(one => one.Id == attachmentId)
            .Select(one => new { one.Name, one.MediaType, one.KeyId })
            .SingleOrDefaultAsync(ct);
        if (about is null)
        {
            return Refuse(StatusCodes.Status404NotFound, "attachment_not_found", "没有这个附件 / no such attachment");
        }

        if (keys.Find(about.KeyId) is not { } key)
        {
            return Refuse(
                StatusCodes.Status503ServiceUnavailable, "attachment_key_missing",
                "没有解密该附件的密钥 / the key that this attachment was encrypted with is not in the settings");
        }

        using var place = await inHand.TakeAsync(ct);
        if (place is null)
        {
            response.Headers.RetryAfter = "5";
            return Refuse(StatusCodes.Status503ServiceUnavailable, "try_later", "正在处理的附件过多，请稍后再试 / too many attachments at once, try again later");
        }

        try
        {
            var room = await context.Attachments.AsNoTracking()
                .Where(one => one.Id == attachmentId).Select(one => one.Sealed).SingleAsync(place.Ended);
            var content = AttachmentCipher.Open(room, attachmentId, key);
            Describe(response, about.Name, about.MediaType, content.Length);
            await response.Body.WriteAsync(content, place.Ended);
            return TypedResults.Empty;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Its time is over, and part of it may be on its way: only a broken connection tells the reader.
            response.HttpContext.Abort();
            return TypedResults.Empty;
        }
        catch (CryptographicException)
        {
            logger.AttachmentDamaged(attachmentId, about.KeyId);
            return Refuse(
                StatusCodes.Status500InternalServerError, "attachment_damaged", "附件已损坏，无法解密 / the attachment is damaged and cannot be decrypted");
        }
    }

    private static void Describe(HttpResponse response, string name, string mediaType, int length)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.ContentType = mediaType == MediaType.PlainText.Name ? $"{mediaType}; charset=utf-8" : mediaType;
        response.ContentLength = length;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static IResult Refuse(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: code);
}
