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
internal sealed partial class JournalJson : JsonSerializerContext;
