using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// The endpoint that says how well texts answer a question: any /rerank as Jina and Cohere have it (SiliconFlow, Xinference, vLLM,
/// LocalAI; bge-reranker), or as Text Embeddings Inference has it. Without a Url the built-in reranker is used.
/// </summary>
public sealed class RerankOptions : RemoteOptions
{
    public const string Section = "Rag:Rerank";

    /// <summary>The model's name at the endpoint; confidences are calibrated for each name.</summary>
    public string Model { get; set; } = "";

    /// <summary>jina: model, documents, relevance_score. tei: texts, score; the server has one model, whose name is for our records.</summary>
    [RegularExpression("^(jina|tei)$")]
    public string Protocol { get; set; } = "jina";

    /// <summary>Whether scores are raw (logits, any number) and become 0 to 1 by the logistic function. Otherwise they are 0 to 1 as they come.</summary>
    public bool RawScores { get; set; }

    /// <summary>Longest text that is sent for a candidate, in characters; of a longer one the beginning.</summary>
    [Range(16, 100_000)]
    public int MaxCharacters { get; set; } = 1000;

    internal override IEnumerable<string> Faults(string section) => IsConfigured && Model.Length == 0
        ? base.Faults(section).Append($"{section}:Model is missing: confidences are kept by its name.")
        : base.Faults(section);
}
