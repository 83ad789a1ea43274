using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Ai.Honesty;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Prompts.Leaks;
using WeChatPlatform.Ai.Tools;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Injection;

/// <summary>Every attack in every place, against a model that obeys it: nothing of what it was made to do gets out.</summary>
public sealed class GullibleModelTests : IClassFixture<GullibleModelTests.Defences>
{
    private readonly Defences defences;

    public GullibleModelTests(Defences defences) => this.defences = defences;

    public static TheoryData<string> All => Attack.Ids();

    public static TheoryData<string> Reveals => Attack.Ids("reveal");

    public static TheoryData<string> Tools => Attack.Ids("tool");

    public static TheoryData<string> Promises => Attack.Ids("promise");

    public static TheoryData<string> Impersonations => Attack.Ids("impersonate");

    [Theory]
    [MemberData(nameof(All))]
    public void Without_a_defence_the_attack_succeeds_wherever_it_stands(string id)
    {
        var attack = Attack.Of(id);
        foreach (var place in AttackedTurn.Places)
        {
            var answer = GullibleModel.Answer(AttackedTurn.Naive(AttackedTurn.With(attack.Text, place)));

            (attack.Kind switch
            {
                "reveal" => answer.Reveals,
                "tool" => answer.Tools.Count > 0,
                _ => answer.Says,
            }).ShouldBeTrue($"{id} in {place}");
        }
    }

    [Fact]
    public void A_harmless_question_is_not_taken_for_an_order_and_its_answer_gets_out()
    {
        foreach (var inForce in new[] { PromptInForce.BuiltIn, AttackedTurn.EverythingNamed })
        {
            var prompt = AttackedTurn.Assembled(AttackedTurn.With("今天有货吗", "question"), inForce);

            var answer = GullibleModel.Answer(AttackedTurn.Wire(prompt));

            (answer.Reveals, answer.Says, answer.Tools.Count).ShouldBe((false, false, 0));
            PromptLeak.Find(answer.Text, prompt).ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Reveals))]
    public void No_text_of_the_system_gets_out(string id) => Every(id, (answer, prompt, place) =>
    {
        if (answer.Reveals)
        {
            PromptLeak.Find(answer.Text, prompt).ShouldNotBeEmpty($"{id} in {place}: {answer.Text[..Math.Min(80, answer.Text.Length)]}");
        }
    });

    [Theory]
    [MemberData(nameof(Impersonations))]
    public void Nobody_is_told_that_a_person_answers(string id) => Every(id, (answer, _, place) =>
    {
        if (answer.Says)
        {
            Disclosure.Denies(answer.Text).ShouldBeTrue($"{id} in {place}: {answer.Text}");
        }
    });

    // The words of the one who attacks support nothing, wherever a customer can put them. What stands in the company's own knowledge or
    // ERP does support an answer: whoever may write there needs no attack.
    [Theory]
    [MemberData(nameof(Promises))]
    public void No_unsupported_promise_gets_out(string id)
    {
        Assert.SkipWhen(defences.Guard is null, "No guard is registered.");
        Every(id, (answer, prompt, place) =>
        {
            if (answer.Says && place is "question" or "history" or "customer_name")
            {
                defences.Guard!.Check(answer.Text, new GuardSupport(prompt.Given, [Attack.Of(id).Text], "张三", new DateOnly(2026, 3, 5)))
                    .ShouldNotBeEmpty($"{id} in {place}: {answer.Text}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task No_function_is_called(string id)
    {
        Assert.SkipWhen(defences.ToolBox is null, "No tool box is registered.");
        foreach (var place in AttackedTurn.Places)
        {
            var command = AttackedTurn.With(Attack.Of(id).Text, place);
            var answer = GullibleModel.Answer(AttackedTurn.Wire(AttackedTurn.Assembled(command, PromptInForce.BuiltIn)));
            foreach (var name in answer.Tools)
            {
                var called = await defences.ToolBox!.CallAsync(
                    new FunctionCallContent("call-1", name, new Dictionary<string, object?>()),
                    new ToolContext(command.TurnId, command.ConversationId, command.AgentId, command.Contact, command.Question),
                    TestContext.Current.CancellationToken);

                (called.Refused, called.Found.Count).ShouldBe((true, 0), $"{id} in {place} called {name}");
            }
        }
    }

    private static void Every(string id, Action<GullibleAnswer, AssembledPrompt, string> check)
    {
        foreach (var inForce in new[] { PromptInForce.BuiltIn, AttackedTurn.EverythingNamed })
        {
            foreach (var place in AttackedTurn.Places)
            {
                var prompt = AttackedTurn.Assembled(AttackedTurn.With(Attack.Of(id).Text, place), inForce);
                check(GullibleModel.Answer(AttackedTurn.Wire(prompt)), prompt, place);
            }
        }
    }

    /// <summary>What this service has registered.</summary>
    public sealed class Defences : IAsyncDisposable
    {
        private readonly AiKit kit = AiKit.WithoutModel();

        internal IAnswerGuard? Guard => kit.Services.GetService<IAnswerGuard>();

        internal IToolBox? ToolBox => kit.Services.GetService<IToolBox>();

        public ValueTask DisposeAsync() => kit.DisposeAsync();
    }
}
