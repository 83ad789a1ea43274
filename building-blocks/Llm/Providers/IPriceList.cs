namespace WeChatPlatform.Llm;

/// <summary>One place that knows prices of models. There are several; the first in their order that knows a model decides.</summary>
public interface IPriceList
{
    /// <summary>Lower is asked first: <see cref="PriceOrder"/>.</summary>
    int Order { get; }

    /// <summary>Absent when this list does not know the model.</summary>
    TokenPrice? Find(LlmTarget target);
}

/// <summary>Who knows better: what was written for one provider, then settings, then what the platform is shipped with.</summary>
public static class PriceOrder
{
    public const int Provider = 0;
    public const int Settings = 10;
    public const int Catalogue = 20;
}
