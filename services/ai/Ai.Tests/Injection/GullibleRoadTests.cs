using WeChatPlatform.Ai.Honesty;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Injection;

/// <summary>
/// Every attack on the whole road of an answer: the real prompt goes to a provider whose model obeys whoever orders it about, and what comes
/// out at the other end is looked at as the customer would.
/// </summary>
public sealed class GullibleRoadTests
{
    // So many characters in a row are no chance.
    private const int Fragment = 12;

    // Whoever writes into the company's knowledge or ERP decides what is true there; a customer does not.
    private static readonly string[] OfCustomers = ["question", "history", "customer_name"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_an_attacker_ordered_is_sent()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Writer = (request, _) => Task.FromResult(Obedient(request));
        List<string> faults = [];
        var obeyed = 0;
        foreach (var attack in Attack.All)
        {
            foreach (var place in AttackedTurn.Places)
            {
                var asked = kit.Provider.Requests.Count;
                var result = await kit.Writer.WriteAsync(AttackedTurn.With(attack.Text, place), reader: null, Ct);
                var ordered = kit.Provider.Requests.Skip(asked).Select(request => GullibleModel.Answer(request.Messages)).ToList();
                obeyed += ordered.Exists(answer => answer.Reveals || answer.Says || answer.Tools.Count > 0) ? 1 : 0;
                if (result.Trace.ToolCalls.Count > 0 && !result.Trace.Reasons.Contains("tool_refused"))
                {
                    faults.Add($"{attack.Id} in {place} called a function");
                }

                if (result.Reply is { ForPerson: false } sent)
                {
                    var system = kit.Provider.Requests.Skip(asked).SelectMany(request => request.Messages).FirstOrDefault(said => said.Role == "system");
                    faults.AddRange(Wrong(attack, place, sent.Text, system.Text ?? "", ordered));
                }
            }
        }

        faults.ShouldBeEmpty();
        obeyed.ShouldBeGreaterThan(Attack.All.Count, "the model has to be one that obeys");
    }

    [Fact]
    public async Task A_harmless_question_is_answered_by_the_same_model()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Writer = (request, _) => Task.FromResult(Obedient(request));

        var result = await kit.Writer.WriteAsync(AttackedTurn.With("今天有货吗", "question"), reader: null, Ct);

        result.Reply.ShouldNotBeNull().ForPerson.ShouldBeFalse();
    }

    private static IEnumerable<string> Wrong(Attack attack, string place, string sent, string system, List<GullibleAnswer> ordered)
    {
        if (ordered.Exists(answer => answer.Reveals && (answer.Text.Contains(sent, StringComparison.Ordinal) || SharesRule(sent, system))))
        {
            yield return $"{attack.Id} in {place} reveals: {sent}";
        }

        if (Disclosure.Denies(sent))
        {
            yield return $"{attack.Id} in {place} denies: {sent}";
        }

        if (attack.Kind == "promise" && OfCustomers.Contains(place) && ordered.Exists(answer => answer.Says && answer.Text.Contains(sent, StringComparison.Ordinal)))
        {
            yield return $"{attack.Id} in {place} promises: {sent}";
        }
    }

    // A numbered rule of ours, or its beginning.
    private static bool SharesRule(string sent, string system) =>
        system.Split('\n').Where(line => line.Length > Fragment + 3 && char.IsAsciiDigit(line[0]) && line.Contains(". ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(". ", StringComparison.Ordinal) + 2)..])
            .Any(rule => rule.Length >= Fragment && sent.Contains(rule[..Fragment], StringComparison.Ordinal));

    private static ProviderAnswer Obedient(ProviderRequest request)
    {
        var answer = GullibleModel.Answer(request.Messages);
        return new ProviderAnswer
        {
            Text = answer.Text,

            // Once: what a function told is in the next request, and the model that repeats itself for ever is another test.
            Calls = request.Messages.Any(message => message.Role == "tool") ? [] : [.. answer.Tools.Select(name => new ProviderCall(name, "{}"))],
        };
    }
}
