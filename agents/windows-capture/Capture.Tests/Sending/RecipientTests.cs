using WeChatPlatform.Capture.Tests.Tree;

namespace WeChatPlatform.Capture.Tests.Sending;

/// <summary>Where a text may be typed, and what a person in front of the window is spared.</summary>
public class RecipientTests : SendingTest
{
    public RecipientTests()
    {
    }

    protected RecipientTests(TreeStyle style)
        : base(style)
    {
    }

    [Fact]
    public async Task A_chat_that_does_not_exist_is_refused()
    {
        Agent.Receive(TestAgent.Decision("d1", "王五", "您好"));

        await Agent.RunDryAsync();

        Outcomes().ShouldBe([("not_sent", "chat_not_found")]);
    }

    [Fact]
    public async Task Of_two_chats_with_one_name_none_is_written_to()
    {
        World.CreateChat("张三", null, allowSameName: true);

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "ambiguous_chat")]);
        Own("张三").ShouldBeEmpty();
    }

    [Fact]
    public virtual async Task A_group_of_the_same_name_is_another_chat()
    {
        World.CreateChat("张三", ["赵大海"], allowSameName: false);

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
        World.Read((chats, _) => chats.Single(chat => chat.IsGroup).Rows.Count).ShouldBe(0);
    }

    [Fact]
    public async Task A_chat_id_of_another_account_is_refused()
    {
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好") with { ChatId = "c_00000000000000000000" });

        await Agent.RunDryAsync();

        Outcomes().ShouldBe([("not_sent", "chat_id_mismatch")]);
    }

    [Fact]
    public async Task A_person_who_is_typing_is_not_disturbed()
    {
        World.SetDraft(Chat, "我正在写");

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "input_in_use")]);
        Draft("张三").ShouldBe("我正在写");
    }

    [Fact]
    public async Task A_person_who_finishes_in_time_is_waited_for()
    {
        World.SetDraft(Chat, "我正在写");
        var reads = 0;
        Agent.Desktop.Reached = act =>
        {
            if (act == "before input" && ++reads == 5)
            {
                World.SetDraft(Chat, "");
            }
        };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_person_who_opens_another_chat_in_between_only_delays_the_answer()
    {
        var once = true;
        Agent.Desktop.Reached = act =>
        {
            if (act == "after set" && once)
            {
                once = false;
                World.Open("李四", false);
            }
        };

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
        Own("李四").ShouldBeEmpty();
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_text_that_lands_in_the_box_of_another_chat_is_taken_out_and_not_entered()
    {
        var once = true;
        Agent.Desktop.Reached = act =>
        {
            if (act == "before set" && once)
            {
                once = false;
                World.Open("李四", false);
            }
        };

        await TypeAsync("您好");

        (Draft("李四"), Draft("张三")).ShouldBe(("", ""));
        Own("李四").ShouldBeEmpty();
        Own("张三").ShouldBe(["您好"]);
    }

    [Fact]
    public async Task A_window_that_always_changes_gets_nothing_typed()
    {
        Agent.Desktop.Reached = act =>
        {
            if (act == "after set")
            {
                World.Open("李四", false);
            }
        };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "recipient_changed")]);
        Own("张三").ShouldBeEmpty();
        Own("李四").ShouldBeEmpty();
    }
}
