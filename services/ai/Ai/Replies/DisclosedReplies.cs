using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Honesty;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Puts the honest word about being an AI where it belongs: before everything when it is asked for, below the first answer.</summary>
internal sealed class DisclosedReplies(IOptions<DisclosureOptions> options)
{
    /// <summary>The whole answer to who asks nothing else; absent when there is more to answer.</summary>
    public WrittenReply? Answer(string question) =>
        Disclosure.Asks(question) && Disclosure.Rest(question).Length == 0
            ? new WrittenReply(
                Disclosure.Answer(question, options.Value), Confidence: 1, WrittenReply.FromDisclosure, Provider: null, Model: null, [])
            : null;

    /// <summary>An answer with what the customer has to know about who gives it.</summary>
    public WrittenReply Complete(WrittenReply reply, GenerateReply command)
    {
        if (reply.Source == WrittenReply.FromDisclosure)
        {
            return reply;
        }

        var text = Disclosure.Asks(command.Question)
            ? $"{Disclosure.Answer(command.Question, options.Value)}\n{reply.Text}"
            : reply.Text;
        return reply with
        {
            Text = Disclosure.WithNotice(text, isFirst: command.History.All(line => line.Role != "assistant"), options.Value),
        };
    }
}
