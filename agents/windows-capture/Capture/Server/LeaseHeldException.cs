namespace WeChatPlatform.Capture.Server;

/// <summary>The server closed the socket because another live process has the account.</summary>
internal sealed class LeaseHeldException() : Exception("Another process has the account.");
