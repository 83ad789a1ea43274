using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeChatPlatform.Llm;

/// <summary>Requests to the model: how many, how long, how they ended, and how many tokens they took.</summary>
internal static class LlmMetrics
{
    private static readonly Meter Meter = new("WeChatPlatform.Llm");

    private static readonly Counter<long> Calls = Meter.CreateCounter<long>(
        "wechat.llm.calls", "{call}", "Requests to a model by how they ended; a try after a failed one is a request of its own.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "wechat.llm.call.duration", "s", "How long a model took to answer, or to fail.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60] });

    private static readonly Counter<long> Tokens =
        Meter.CreateCounter<long>("wechat.llm.tokens", "{token}", "Tokens that the provider counted, or that were estimated where it did not.");

    private static readonly Counter<long> Switches =
        Meter.CreateCounter<long>("wechat.llm.switches", "{switch}", "Questions that went on to another model, by who failed, who was asked and why.");

    /// <summary>Tells the configured model before its first request, so that the first failure is a step and not a beginning.</summary>
    public static void Announce(string provider, string model)
    {
        foreach (var outcome in Enum.GetValues<LlmFailure>().Select(failure => failure.ToWord()).Prepend("ok"))
        {
            Calls.Add(0, Tags(provider, model, new("outcome", outcome)));
        }

        Tokens.Add(0, Tags(provider, model, new("direction", "input")));
        Tokens.Add(0, Tags(provider, model, new("direction", "output")));
    }

    public static void Record(LlmTry made)
    {
        var (provider, model) = (made.Target.Provider, made.Target.Model);
        Calls.Add(1, Tags(provider, model, new("outcome", made.Failure?.ToWord() ?? "ok")));
        Duration.Record(made.Duration.TotalSeconds, Tags(provider, model));
        Tokens.Add(made.InputTokens, Tags(provider, model, new("direction", "input")));
        Tokens.Add(made.OutputTokens, Tags(provider, model, new("direction", "output")));
    }

    public static void Switched(LlmTarget from, LlmTarget to, LlmFailure failure) =>
        Switches.Add(1, new TagList { { "from", from.Provider }, { "to", to.Provider }, { "reason", failure.ToWord() } });

    private static TagList Tags(string provider, string model, KeyValuePair<string, object?>? more = null)
    {
        var tags = new TagList { { "provider", Word(provider) }, { "model", Word(model) } };
        if (more is { } tag)
        {
            tags.Add(tag);
        }

        return tags;
    }

    private static string Word(string setting) => setting.Length == 0 ? "none" : setting;
}
