using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPlatform.Capture.Journal;

/// <summary>The journal's form before encryption.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(JournalState))]
[JsonSerializable(typeof(JournalChange))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>With Chinese as it is instead of six letters for each character: nobody reads it as HTML.</summary>
    public static JournalJson Compact => field ??= new JournalJson(
        new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
