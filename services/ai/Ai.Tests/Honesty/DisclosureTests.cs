using WeChatPlatform.Ai.Honesty;

namespace WeChatPlatform.Ai.Tests.Honesty;

public class DisclosureTests
{
    private static readonly DisclosureOptions Options = new();

    public static TheoryData<string> Asking =>
    [
        "你是机器人吗", "你是机器人吗？", "你是不是机器人", "你到底是不是机器人啊？", "您是机器人还是真人？", "你是真人吗", "你是人吗？", "你是人还是机器",
        "你是AI吗", "你是ＡＩ吗？", "你 是 ai 吗", "你是人工智能吗", "你是人工还是智能客服", "你是智能客服吧", "你不会是机器人吧", "你该不会是AI吧",
        "你不是真人吧", "请问你是真人客服吗", "请问您是人工客服还是机器人", "是机器人吗", "真人吗？", "机器人吧", "是真人还是机器人", "人工还是AI",
        "我是在跟机器人聊天吗", "我在和真人说话吗？", "我现在是在和AI对话吗", "跟我聊天的是人吗", "回复我的是真人还是机器人？", "对面是真人吗", "那边是人还是机器人",
        "这是自动回复吗", "这是机器人回复吧", "你是用AI回复的吗", "这些话是机器人写的吗", "你是ChatGPT吗", "你是DeepSeek吗？", "證明你不是機器人", "你是機器人嗎", "您是真人嗎？",
        "难道你是机器人？", "感觉你是机器人", "喂，你是机器人还是人啊", "你好，请问你是机器人吗？", "你们是机器人客服吗", "你是语音助手吗", "你是一个程序吗", "客服是真人吗",
        "Are you a bot?", "are you a robot", "Are you human?", "are you a real person?", "Are you real?", "r u a bot", "Are you an AI?", "are you ChatGPT?",
        "Are you a human or a bot?", "Am I talking to a robot?", "am i chatting with a real person", "Is this a bot?", "is this an AI answering me?",
        "You're a bot, right?", "you are not human", "Hi, are you a machine?", "human or bot?", "Are you just a computer program?", "is this automated?",
        "Is a human answering this?", "are you an automated assistant", "Are you a live agent?", "so you're an AI?",
    ];

    public static TheoryData<string> NotAsking =>
    [
        "机器人吸尘器多少钱", "扫地机器人有货吗", "你们卖机器人吗", "你们是机器人公司吗", "你们是做人工智能的吗", "你是哪个公司的", "你是客服吗", "你是老板吗", "你是厂家还是经销商",
        "这款机器人是真皮的吗", "转人工", "有人工客服吗", "我要找真人客服", "人工费多少", "安装人工怎么收费", "机器人怎么充电", "机器人能自动回充吗", "AI功能怎么打开", "这个支持AI语音吗",
        "你们的程序怎么下载", "电脑能连吗", "电脑版在哪里下载", "自动回复怎么设置", "这个程序是免费的吗", "你们有多少人", "你是本地人吗", "你们几个人上班", "真人发是多少钱", "你们是真的有货吗",
        "我是真人，快点发货", "我不是机器人，让我登录", "你好", "你是不是忘了发货", "你是在上海吗", "机器坏了怎么办", "机器人", "人呢", "有人吗", "在吗",
        "How much is the robot vacuum?", "Do you sell robots?", "Are you a robot company?", "Can I talk to a human?", "Are you open today?", "Is this robot waterproof?",
        "Are your robots made in China?", "I want a real person", "Does the AI feature cost extra?", "Is this real leather?", "Are you a manufacturer?", "Is the app for human resources?",
        "Are you really closed on Sunday?", "Is this a robot vacuum?",
    ];

    public static TheoryData<string> Denials =>
    [
        "我不是机器人。", "我不是机器人哦，请放心。", "亲，我是真人客服呢", "您好，我是人工客服小王", "我可不是什么AI", "我们不是机器人", "本人是真人客服", "放心，不是机器人", "当然不是AI啦",
        "为您服务的是真人客服", "和您聊天的就是真人", "我们没有使用AI客服", "全程真人服务", "我是活生生的人类", "我是一名真实的人工客服", "我並非機器人", "我真的是真人", "我是公司的客服人员",
        "我怎么可能是机器人", "小编不是机器人啦", "我就是真人",
        "I am not a bot.", "I'm not an AI, I promise.", "I am a real person.", "I'm human, of course.", "This is a real human agent.", "You are talking to a real human.",
        "No bots here!", "I’m definitely not a robot", "I am a human being.", "This isn't a bot.",
    ];

    public static TheoryData<string> Honest =>
    [
        "是的，我是AI助手，不是真人。", "我是AI客服助手，需要人工服务请回复“转人工”。", "我不是真人，是AI助手。", "已为您转接真人客服。", "如需人工客服，请回复转人工。", "这款机器人不是防水的。",
        "扫地机器人是我们的主打产品。", "我们的机器人支持自动回充。", "我是智能客服，可以为您查询订单。", "安装由专业工作人员上门完成。", "本产品不使用电池。", "您可以联系我们的客服人员。",
        "我们是人工智能公司。", "我是人工智能助手。", "我们没有使用机器人做焊接。", "我不是机器人专家，建议咨询厂家。", "您问我是不是机器人，是的。",
        "Yes, I am an AI assistant, not a human.", "I'm a bot. You can ask for a human agent.", "I am not a human, I am an AI.", "The robot is not waterproof.", "Our staff is happy to help.",
        "I can connect you to a real person.", "You are not talking to a human.", "This is an AI assistant.",
    ];

    [Theory]
    [MemberData(nameof(Asking))]
    public void Who_asks_for_a_machine_or_a_person_is_heard(string question)
    {
        Disclosure.Asks(question).ShouldBeTrue();
        Disclosure.Rest(question).ShouldBe("");
    }

    [Theory]
    [MemberData(nameof(NotAsking))]
    public void A_question_about_something_else_is_none(string question)
    {
        Disclosure.Asks(question).ShouldBeFalse();
        Disclosure.Rest(question).Length.ShouldBeLessThanOrEqualTo(question.Length);
    }

    [Theory]
    [InlineData("你是机器人吗？7kW多少钱？", "7kW多少钱？")]
    [InlineData("7kW多少钱，你是真人吗", "7kW多少钱，")]
    [InlineData("你好，你是AI吗？谢谢", "")]
    [InlineData("Are you a bot? How much is it?", "How much is it?")]
    public void What_else_was_asked_is_kept(string question, string rest)
    {
        Disclosure.Asks(question).ShouldBeTrue();
        Disclosure.Rest(question).ShouldBe(rest);
    }

    [Theory]
    [MemberData(nameof(Denials))]
    public void An_answer_that_denies_it_is_found(string answer) => Disclosure.Denies(answer).ShouldBeTrue();

    [Theory]
    [MemberData(nameof(Honest))]
    public void An_honest_answer_and_one_about_goods_is_not_taken_for_a_denial(string answer) => Disclosure.Denies(answer).ShouldBeFalse();

    [Fact]
    public void The_fixed_answer_says_yes_in_the_language_of_the_question()
    {
        Disclosure.Answer("你是机器人吗", Options).ShouldStartWith("是的，我是AI助手");
        Disclosure.Answer("Are you a bot?", Options).ShouldStartWith("Yes, I am an AI assistant");
        Disclosure.Denies(Options.Answer).ShouldBeFalse();
        Disclosure.Denies(Options.AnswerEnglish).ShouldBeFalse();
    }

    [Theory]
    [InlineData("first_answer", true, true)]
    [InlineData("first_answer", false, false)]
    [InlineData("every_answer", false, true)]
    [InlineData("off", true, false)]
    public void The_notice_stands_where_the_setting_wants_it(string notice, bool isFirst, bool stands)
    {
        var options = new DisclosureOptions { Notice = notice };

        Disclosure.WithNotice("价格是1980元。", isFirst, options).ShouldBe(stands ? $"价格是1980元。\n{options.NoticeText}" : "价格是1980元。");
    }

    [Fact]
    public void By_default_the_first_answer_carries_the_notice_in_its_language_and_an_honest_one_none()
    {
        Disclosure.WithNotice("It is 1980 yuan.", isFirst: true, Options).ShouldEndWith(Options.NoticeTextEnglish);
        Disclosure.WithNotice(Options.Answer, isFirst: true, Options).ShouldBe(Options.Answer);
    }

    [Theory]
    [InlineData("我是真人客服，请讲。")]
    [InlineData("您好，请讲。")]
    [InlineData("我不是机器人。")]
    public void No_setting_denies_it(string text)
    {
        new DisclosureIsHonest().Validate(null, new DisclosureOptions()).Succeeded.ShouldBeTrue();
        new DisclosureIsHonest().Validate(null, new DisclosureOptions { Answer = text }).Failed.ShouldBeTrue();
        new DisclosureIsHonest().Validate(null, new DisclosureOptions { NoticeText = text }).Failed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("你是")]
    [InlineData("are you a ")]
    [InlineData("我是的")]
    [InlineData("i am not ")]
    [InlineData("和我")]
    public void No_text_takes_long(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 5000));

        // Patterns that backtrack without bound end with an exception after their time limit.
        (Disclosure.Asks(text), Disclosure.Denies(text)).ShouldBe((false, false));
    }
}
