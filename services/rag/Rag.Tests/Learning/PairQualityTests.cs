using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Rag.Tests.Learning;

public sealed class PairQualityTests
{
    private const double Sure = 26.0 / 30;

    [Fact]
    public void An_answer_that_is_thanked_for_and_ends_the_conversation_is_worth_96() =>
        PairQuality.Of(Sure, ["再问一句", "好的", "明白了谢谢"], 4, handedOver: false, null).ShouldBe(0.96, 0.001);

    [Fact]
    public void One_after_which_it_merely_stopped_86() =>
        PairQuality.Of(Sure, ["谢谢", "解决了", "那我先看看"], 4, handedOver: false, null).ShouldBe(0.86, 0.001);

    [Fact]
    public void One_after_which_a_person_was_asked_for_81() =>
        PairQuality.Of(Sure, ["谢谢", "转人工"], 3, handedOver: true, null).ShouldBe(0.81, 0.001);

    [Fact]
    public void Silence_proves_nothing() => PairQuality.Of(1, [], 1, handedOver: false, null).ShouldBe(0.50, 0.001);

    [Fact]
    public void A_complaint_takes_what_praise_gives() =>
        (PairQuality.Of(Sure, ["谢谢", "好了"], 3, handedOver: false, null) - PairQuality.Of(Sure, ["谢谢", "没用", "好了"], 3, handedOver: false, null))
            .ShouldBe(0.20, 0.001);
}
