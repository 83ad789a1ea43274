using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// The endpoint that makes vectors of texts: any that speaks OpenAI's /embeddings (OpenAI, Qwen, GLM, Ollama, bge servers). The Url
/// holds the version, such as http://localhost:11434/v1. Without one the built-in embedder is used.
/// </summary>
public sealed class EmbeddingOptions : RemoteOptions
{
    public const string Section = "Rag:Embedding";

    /// <summary>The model's name at the endpoint. Vectors of different models are never compared.</summary>
    public string Model { get; set; } = "";

    /// <summary>Numbers of one vector of the model; an answer with another length is refused.</summary>
    [Range(2, 32_768)]
    public int Dimensions { get; set; } = 1024;

    /// <summary>Whether the endpoint is told how many numbers are wanted, for models that can shorten their vectors.</summary>
    public bool RequestDimensions { get; set; }

    /// <summary>Most texts in one request. An endpoint that refuses as many is asked with fewer. Qwen takes 10.</summary>
    [Range(1, 2048)]
    public int BatchSize { get; set; } = 32;

    /// <summary>Longest text that is sent, in characters; of a longer one the beginning.</summary>
    [Range(16, 100_000)]
    public int MaxCharacters { get; set; } = 2000;

    internal override IEnumerable<string> Faults(string section) => IsConfigured && Model.Length == 0
        ? base.Faults(section).Append($"{section}:Model is missing: an endpoint has no default model.")
        : base.Faults(section);
}
