using WeChatPlatform.Messaging.Consuming;

namespace WeChatPlatform.Messaging.Tests;

public sealed class AnswerIdTests
{
    private static readonly Guid Message = Guid.Parse("0199aa00-0000-7000-8000-000000000001");

    [Fact]
    public void A_second_delivery_gives_its_answers_the_same_ids() =>
        AnswerId.Of(Message, "parcel-weigh-parcel", 0).ShouldBe(AnswerId.Of(Message, "parcel-weigh-parcel", 0));

    [Fact]
    public void Other_answers_have_other_ids()
    {
        Guid[] ids =
        [
            AnswerId.Of(Message, "parcel-weigh-parcel", 0),
            AnswerId.Of(Message, "parcel-weigh-parcel", 1),
            AnswerId.Of(Message, "parcel-weigh-parcels", 0),
            AnswerId.Of(Guid.Parse("0199aa00-0000-7000-8000-000000000002"), "parcel-weigh-parcel", 0),
        ];

        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Version == 8);
    }
}
