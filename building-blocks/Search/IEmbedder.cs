namespace WeChatPlatform.Search;

/// <summary>Turns texts into unit vectors. Implementations: built in, OpenAI-compatible endpoints.</summary>
public interface IEmbedder
{
    /// <summary>Names the model and its state; vectors of different names are never compared.</summary>
    string Name { get; }

    int Dimensions { get; }

    /// <summary>One vector for each text, in order.</summary>
    /// <exception cref="SearchUnavailableException">The endpoint did not answer, refused or answered nonsense.</exception>
    Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct);
}
