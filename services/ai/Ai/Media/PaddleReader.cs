using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Media;

/// <summary>Text of an image by a PaddleOCR pipeline server, as PaddleX serves it: POST with the file in base64, lines with scores back.</summary>
internal sealed class PaddleReader(
    ImageReducer images, IHttpClientFactory clients, IOptions<MediaOptions> options, ILogger<PaddleReader> logger) : IMediaReader
{
    public const string ReaderName = "paddle";

    private const int Image = 1;

    public string Name => ReaderName;

    public bool IsConfigured => options.Value.PaddleUrl.Length > 0;

    public async Task<MediaReading> ReadAsync(MediaContent content, CallContext context, CancellationToken ct)
    {
        var (image, reason) = await images.ForRecognitionAsync(content, ct);
        if (image is null)
        {
            return MediaReading.Unreadable(reason!, Name);
        }

        try
        {
            using var answer = await clients.CreateClient(MediaRegistration.HttpClientName).PostAsJsonAsync(
                options.Value.PaddleUrl, new { file = Convert.ToBase64String(image), fileType = Image, visualize = false }, ct);
            if (!answer.IsSuccessStatusCode)
            {
                logger.ReaderFailed(Name, $"HTTP {(int)answer.StatusCode}");
                return MediaReading.Unreadable(CannotRead.Failed, Name);
            }

            return TextOf(await answer.Content.ReadFromJsonAsync<JsonElement>(ct), options.Value.MinConfidence) is { } text
                ? MediaReading.Of(text, Name)
                : MediaReading.Unreadable(CannotRead.NoText, Name);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException)
        {
            logger.ReaderFailed(Name, failure.GetType().Name);
            return MediaReading.Unreadable(CannotRead.Failed, Name);
        }
    }

    /// <summary>The lines that are sure enough, in the order in which the server gives them.</summary>
    internal static string? TextOf(JsonElement answer, double minConfidence)
    {
        List<string> lines = [];
        foreach (var page in Items(Member(Member(answer, "result"), "ocrResults")))
        {
            var pruned = Member(page, "prunedResult");
            var scores = Items(Member(pruned, "rec_scores")).ToList();
            lines.AddRange(Items(Member(pruned, "rec_texts"))
                .Select((line, index) => (
                    Text: line.ValueKind is JsonValueKind.String ? line.GetString()! : "",
                    Score: index < scores.Count && scores[index].ValueKind is JsonValueKind.Number ? scores[index].GetDouble() : 0))
                .Where(line => line.Score >= minConfidence && !string.IsNullOrWhiteSpace(line.Text))
                .Select(line => line.Text.Trim()));
        }

        var text = string.Join('\n', lines);
        return text.Count(char.IsLetterOrDigit) >= 2 ? text : null;
    }

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var value) ? value : null;

    private static IEnumerable<JsonElement> Items(JsonElement? of) =>
        of is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
