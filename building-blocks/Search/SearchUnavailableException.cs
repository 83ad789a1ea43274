namespace WeChatPlatform.Search;

/// <summary>An index, an embedder or a reranker cannot be used now. The message names the part and the reason, never a key.</summary>
public sealed class SearchUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
