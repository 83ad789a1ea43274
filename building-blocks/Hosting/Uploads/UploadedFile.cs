using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WeChatPlatform.Hosting;

/// <summary>A file in a request: the first file of a form, or the body itself with its name in the query.</summary>
public sealed record UploadedFile(string Name, byte[] Content)
{
    // Room for a form's own lines around the file, which is measured by itself.
    private const int Overhead = 64 * 1024;

    /// <summary>Absent when there is no file or it has no name.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than the limit: 413.</exception>
    public static async Task<UploadedFile?> ReadAsync(HttpRequest request, string? name, int limit, CancellationToken ct)
    {
        // The limit of files is the endpoint's own; the edge's is for everything else.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = limit + (long)Overhead;
        }

        if (!request.HasFormContentType)
        {
            return await ReadAsync(name, request.Body, limit, ct);
        }

        try
        {
            var form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = limit + (2L * Overhead) }, ct);
            return form.Files is not [var file, ..] ? null : await ReadAsync(file.FileName, file.OpenReadStream(), limit, ct);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<UploadedFile?> ReadAsync(string? name, Stream body, int limit, CancellationToken ct)
    {
        // A browser may send a path of its machine.
        var plain = Path.GetFileName(name?.Replace('\\', '/'));
        if (string.IsNullOrWhiteSpace(plain) || plain.Length > 200)
        {
            return null;
        }

        await using var content = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            if (content.Length + read > limit)
            {
                throw new BadHttpRequestException("The file is too large.", StatusCodes.Status413PayloadTooLarge);
            }

            await content.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return new UploadedFile(plain, content.ToArray());
    }
}
