using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Honesty;

/// <summary>How customers learn that they talk to an AI. That the question is answered with yes is no setting.</summary>
internal sealed class DisclosureOptions
{
    public const string Section = "Ai:Disclosure";

    public const string FirstAnswer = "first_answer";
    public const string EveryAnswer = "every_answer";

    /// <summary>Where the notice stands: first_answer of a conversation, every_answer, or off.</summary>
    [Required, RegularExpression("first_answer|every_answer|off")]
    public string Notice { get; set; } = FirstAnswer;

    /// <summary>Put after an answer, on a line of its own.</summary>
    [Required, StringLength(200)]
    public string NoticeText { get; set; } = "（本消息由AI助手回复，需要人工服务请回复“转人工”）";

    /// <summary>The same for an answer without Chinese.</summary>
    [Required, StringLength(300)]
    public string NoticeTextEnglish { get; set; } = "(Answered by an AI assistant. Reply \"human agent\" for a person.)";

    /// <summary>The answer to whoever asks. It has to say yes: a text that denies it is refused at start.</summary>
    [Required, StringLength(300)]
    public string Answer { get; set; } = "是的，我是AI助手，不是真人。您可以继续向我提问；需要人工服务请回复“转人工”。";

    /// <summary>The same for a question without Chinese.</summary>
    [Required, StringLength(400)]
    public string AnswerEnglish { get; set; } =
        "Yes, I am an AI assistant, not a human. You can go on asking me; reply \"human agent\" for a person.";
}

[OptionsValidator]
internal sealed partial class DisclosureOptionsValidator : IValidateOptions<DisclosureOptions>;

/// <summary>No setting makes the assistant deny what it is.</summary>
internal sealed class DisclosureIsHonest : IValidateOptions<DisclosureOptions>
{
    public ValidateOptionsResult Validate(string? name, DisclosureOptions options)
    {
        (string Option, string Text)[] texts =
        [
            (nameof(options.NoticeText), options.NoticeText), (nameof(options.NoticeTextEnglish), options.NoticeTextEnglish),
            (nameof(options.Answer), options.Answer), (nameof(options.AnswerEnglish), options.AnswerEnglish),
        ];
        List<string> faults =
        [
            .. texts.Where(one => Disclosure.Denies(one.Text) || !Disclosure.SaysSo(one.Text))
                .Select(one => $"{DisclosureOptions.Section}:{one.Option} has to say that an AI, 机器人, 人工智能, bot or robot answers."),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
