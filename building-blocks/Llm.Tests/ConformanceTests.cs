using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

/// <summary>Every provider of the catalogue, each in the words of its own wire, behaves the same to whoever asks the chain.</summary>
public class ConformanceTests(ConformanceTests.Providers providers) : IClassFixture<ConformanceTests.Providers>
{
    private static readonly AIFunctionDeclaration Look = AIFunctionFactory.CreateDeclaration(
        "look_up_order",
        "Looks an order up",
        System.Text.Json.JsonDocument.Parse("""{"type":"object","properties":{"number":{"type":"string"}},"required":["number"]}""").RootElement);

    public static TheoryData<string> Names => [.. ProviderDialects.All.Select(dialect => dialect.Name)];

    public static TheoryData<string, bool> NamesAndStreaming =>
        [.. ProviderDialects.All.SelectMany(dialect => new (string, bool)[] { (dialect.Name, false), (dialect.Name, true) })];

    [Fact]
    public void Every_provider_of_the_catalogue_is_here() =>
        ProviderDialects.All.Select(dialect => dialect.Name).Order().ShouldBe(ProviderCatalog.BuiltIn.All.Select(known => known.Name).Order());

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task Success(string name, bool streaming)
    {
        var outcome = await AskAsync(name, streaming, new ProviderAnswer { Text = "七千瓦的是1980元。", InputTokens = 321, OutputTokens = 12 });

        outcome.Text.ShouldBe("七千瓦的是1980元。");
        outcome.CutOff.ShouldBeFalse();
        outcome.Tries.Single().ShouldSatisfyAllConditions(
            one => one.Failure.ShouldBeNull(),
            one => (one.InputTokens, one.OutputTokens, one.IsEstimated).ShouldBe((321, 12, false)),
            one => (one.FirstText is not null).ShouldBe(streaming));
        var request = providers.Of(name).Requests[^1];
        request.Model.ShouldBe("fake-model");
        request.Authorization.ShouldBe($"Bearer {LlmKit.Key}");
        request.Messages.ShouldBe([("system", "规则"), ("user", "多少钱")]);
        request.IsStream.ShouldBe(streaming);
    }

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task Thoughts_are_no_answer(string name, bool streaming)
    {
        var outcome = await AskAsync(name, streaming, new ProviderAnswer { Text = "好的。", Reasoning = "客户问价格，我先想想" });

        outcome.Text.ShouldBe("好的。");
    }

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task A_cut_answer_says_so(string name, bool streaming) =>
        (await AskAsync(name, streaming, new ProviderAnswer { Text = "说到一半", FinishReason = "length" })).CutOff.ShouldBeTrue();

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task Calls_of_functions(string name, bool streaming)
    {
        var answer = ProviderAnswer.Asks("look_up_order", """{"number":"A1001"}""") with
        {
            Calls = [new("look_up_order", """{"number":"A1001"}"""), new("look_up_order", """{"number":"A1002"}""")],
        };

        var outcome = await AskAsync(name, streaming, answer);

        outcome.Failure.ShouldBeNull();
        outcome.FunctionCalls.Select(call => (call.Name, call.Arguments!["number"]!.ToString()))
            .ShouldBe([("look_up_order", "A1001"), ("look_up_order", "A1002")]);
        outcome.FunctionCalls.Select(call => call.CallId).Distinct().Count().ShouldBe(2);
        providers.Of(name).Requests[^1].Body["tools"]!.ToJsonString().ShouldContain("look_up_order");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_a_function_gave_goes_back_with_its_call(string name)
    {
        providers.Of(name).Then(ProviderAnswer.Says("您的订单已发货。"));
        ChatMessage[] messages =
        [
            .. LlmKit.Question,
            new(ChatRole.Assistant, [new FunctionCallContent("call_7", "look_up_order", new Dictionary<string, object?> { ["number"] = "A1001" })]),
            new(ChatRole.Tool, [new FunctionResultContent("call_7", "已发货")]),
        ];

        var outcome = await providers.AskAsync(name, new LlmRequest(messages, providers.TargetsOf(name)) { Tools = [Look] });

        outcome.Text.ShouldBe("您的订单已发货。");
        var sent = ((JsonArray)providers.Of(name).Requests[^1].Body["messages"]!).Select(message => message!.ToJsonString()).ToList();
        sent[^2].ShouldSatisfyAllConditions(text => text.ShouldContain("call_7"), text => text.ShouldContain("A1001"));
        sent[^1].ShouldContain("call_7");
        JsonNode.Parse(sent[^1])!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ShouldContain("已发货");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_picture_goes_along(string name)
    {
        providers.Of(name).Then(ProviderAnswer.Says("红灯亮着。"));
        ChatMessage[] messages = [new(ChatRole.User, [new TextContent("这是什么故障"), new DataContent(new byte[] { 1, 2, 3 }, "image/jpeg")])];

        var outcome = await providers.AskAsync(name, new LlmRequest(messages, providers.TargetsOf(name)));

        outcome.Text.ShouldBe("红灯亮着。");
        providers.Of(name).Requests[^1].Body.ToJsonString().ShouldSatisfyAllConditions(
            text => text.ShouldContain("AQID"), text => text.ShouldContain("image/jpeg"));
    }

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task Usage_that_is_missing_is_estimated_and_marked(string name, bool streaming)
    {
        var outcome = await AskAsync(name, streaming, ProviderAnswer.Says("七千瓦的是1980元。") with { TellsUsage = false });

        outcome.Text.ShouldBe("七千瓦的是1980元。");
        outcome.Tries.Single().ShouldSatisfyAllConditions(
            one => one.IsEstimated.ShouldBeTrue(),
            one => one.InputTokens.ShouldBe(TokenEstimate.Of(LlmKit.Question)),
            one => one.OutputTokens.ShouldBe(TokenEstimate.Of("七千瓦的是1980元。")));
    }

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task A_key_that_is_wrong(string name, bool streaming) =>
        (await AskAsync(name, streaming, ProviderAnswer.Complains(ProviderComplaint.KeyWrong))).Tries.Single()
            .ShouldSatisfyAllConditions(
                one => one.Failure.ShouldBe(LlmFailure.Rejected), one => one.Objection.ShouldBe(ProviderObjection.Key));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_model_that_nobody_knows(string name) =>
        (await AskAsync(name, streaming: false, ProviderAnswer.Complains(ProviderComplaint.ModelUnknown))).Tries.Single()
            .ShouldSatisfyAllConditions(
                one => one.Failure.ShouldBe(LlmFailure.Rejected), one => one.Objection.ShouldBe(ProviderObjection.Model));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_account_without_money(string name) =>
        (await AskAsync(name, streaming: false, ProviderAnswer.Complains(ProviderComplaint.NoMoney))).Tries.Single()
            .Objection.ShouldBe(ProviderObjection.Quota);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_question_that_offends(string name) =>
        (await AskAsync(name, streaming: false, ProviderAnswer.Complains(ProviderComplaint.Content))).Tries.Single()
            .ShouldSatisfyAllConditions(
                one => one.Failure.ShouldBe(LlmFailure.Rejected), one => one.Objection.ShouldBe(ProviderObjection.Content));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_request_that_is_wrong(string name) =>
        (await AskAsync(name, streaming: false, ProviderAnswer.Complains(ProviderComplaint.BadRequest))).Tries.Single()
            .ShouldSatisfyAllConditions(
                one => one.Failure.ShouldBe(LlmFailure.Rejected), one => one.Objection.ShouldBe(ProviderObjection.None));

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task Limits_and_errors_of_the_provider_are_tried_again(string name, bool streaming)
    {
        providers.Of(name).Then(
            ProviderAnswer.Complains(ProviderComplaint.TooFast) with { RetryAfter = "0.001" },
            ProviderAnswer.Complains(ProviderComplaint.Overloaded) with { RetryAfter = "0.001" });

        var outcome = await AskAsync(name, streaming, ProviderAnswer.Says("好的"));

        outcome.Text.ShouldBe("好的");
        outcome.Tries.Select(one => one.Failure).ShouldBe(
            [LlmFailure.RateLimited, name is "moonshot" or "glm" ? LlmFailure.RateLimited : LlmFailure.Unavailable, null]);
    }

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task Broken_answers_are_asked_again_as_a_whole(string name, bool streaming)
    {
        foreach (var fault in (ProviderFault[])[ProviderFault.NoAnswer, ProviderFault.Reset])
        {
            providers.Of(name).Then(ProviderAnswer.Breaks(fault, "说到一半就断了的一段话"));
            var outcome = await AskAsync(name, streaming, ProviderAnswer.Says("完整的回答。"));

            outcome.Text.ShouldBe("完整的回答。", fault.ToString());
            outcome.Tries.Select(one => one.Failure).ShouldBe([LlmFailure.Unavailable, null], fault.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_stream_that_ends_early_or_with_an_error_is_no_answer(string name)
    {
        foreach (var fault in (ProviderFault[])[ProviderFault.EndsEarly, ProviderFault.ErrorInStream])
        {
            providers.Of(name).Then(ProviderAnswer.Breaks(fault, "说到一半就断了的一段话"));
            var outcome = await AskAsync(name, streaming: true, ProviderAnswer.Says("完整的回答。"));

            outcome.Text.ShouldBe("完整的回答。", fault.ToString());
            outcome.Tries[0].ShouldSatisfyAllConditions(
                one => one.Failure.ShouldBe(LlmFailure.Unavailable, fault.ToString()), one => one.IsEstimated.ShouldBeTrue());
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task What_is_not_the_protocol(string name, bool streaming)
    {
        foreach (var fault in (ProviderFault[])[ProviderFault.NotJson, ProviderFault.OtherJson])
        {
            var outcome = await AskAsync(name, streaming, ProviderAnswer.Breaks(fault));

            outcome.Failure.ShouldBeOneOf(LlmFailure.BadAnswer, LlmFailure.Unavailable);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_first_piece_may_be_slow(string name)
    {
        var outcome = await AskAsync(name, streaming: true, ProviderAnswer.Says("好的。") with { FirstPieceLatency = TimeSpan.FromMilliseconds(30) });

        outcome.FirstText.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromMilliseconds(20));
    }

    [Theory]
    [MemberData(nameof(NamesAndStreaming))]
    public async Task Huge_answers_come_whole(string name, bool streaming)
    {
        var huge = new string('字', 100_000);

        (await AskAsync(name, streaming, ProviderAnswer.Says(huge))).Text.ShouldBe(huge);
    }

    // By both SDKs; what differs in the dialects has no part in it.
    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("claude", false)]
    [InlineData("claude", true)]
    public async Task Endless_answers_end(string name, bool streaming)
    {
        (await AskAsync(name, streaming, ProviderAnswer.Says(new string('a', (int)ProviderAnswerHandler.MaxBytes + 1_000)))).Failure
            .ShouldBe(LlmFailure.BadAnswer);
    }

    private async Task<LlmOutcome> AskAsync(string name, bool streaming, ProviderAnswer answer)
    {
        providers.Of(name).Then(answer);
        return await providers.AskAsync(name, new LlmRequest(LlmKit.Question, providers.TargetsOf(name))
        {
            Tools = answer.Calls.Count > 0 ? [Look] : [],
            OnText = streaming ? (_, _) => ValueTask.FromResult(false) : null,
        });
    }

    /// <summary>One running provider for each dialect: starting them is what takes the time.</summary>
    public sealed class Providers : IAsyncLifetime
    {
        private const int MostRests = 50;
        private static readonly TimeSpan ARest = TimeSpan.FromMilliseconds(10);

        private LlmKit? _kit;

        public FakeProvider Of(string name) => _kit!.Providers.Single(provider => provider.Dialect.Name == name);

        public IReadOnlyList<LlmTarget> TargetsOf(string name) => [.. _kit!.Targets.Where(target => target.Provider == name)];

        public async Task<LlmOutcome> AskAsync(string name, LlmRequest request)
        {
            TargetsOf(name).ShouldHaveSingleItem();
            var outcome = await _kit!.AskAsync(request);

            // One that said when to come back, in the test before this one, is left alone until then.
            for (var again = 0; outcome.Tries.Count == 0 && again < MostRests; again++)
            {
                await Task.Delay(ARest, TestContext.Current.CancellationToken);
                outcome = await _kit.AskAsync(request);
            }

            return outcome;
        }

        public async ValueTask InitializeAsync() =>
            _kit = await LlmKit.StartAsync(ProviderDialects.All, time: null, ("Llm:BreakerFailures", "1000"), ("Llm:MaxRetryAfterSeconds", "1"));

        public ValueTask DisposeAsync() => _kit!.DisposeAsync();
    }
}
