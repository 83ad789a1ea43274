namespace WeChatPlatform.Documents;

/// <summary>Text with the encoding that it was in.</summary>
internal sealed record DecodedText(string Text, string Encoding);
