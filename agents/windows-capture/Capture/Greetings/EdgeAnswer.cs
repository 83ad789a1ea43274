using System.Collections.Immutable;

namespace WeChatPlatform.Capture.Greetings;

/// <summary>Marks a decision in the ledger that was made here and not by the server.</summary>
/// <remarks>
/// <paramref name="OverBecause"/>: something came before Enter, so it is not sent; absent while it may be.
/// <paramref name="AsksServer"/>: the server was asked and did not say go, so only its go counts from then on, also when the
/// connection is lost.
/// </remarks>
internal sealed record EdgeAnswer(string MessageId, string? OverBecause = null, bool AsksServer = false);

/// <summary>What goes to the server with the message that was answered here.</summary>
/// <remarks><paramref name="Match"/> is the table's word that the message is.</remarks>
internal sealed record EdgeDecision(string DecisionId, long TableVersion, string Match, ImmutableList<string> Parts);
