using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPlatform.Message.Greetings;

namespace WeChatPlatform.Message.Conversations;

/// <summary>What an agent posts: the seeds' payload, with optional members of ours after it.</summary>
internal sealed record PostedMessage(string? AgentId, IncomingMessage? Message);

/// <remarks>
/// <paramref name="ChatName"/> is the chat's title (the contact's or group's name); without it the sender's name stands in.
/// <paramref name="Side"/> is other (default), own or unknown. <paramref name="Type"/> is a word of <see cref="MessageKind"/>.
/// </remarks>
internal sealed record IncomingMessage(
    string? Id,
    string? ChatId,
    string? Sender,
    string? Content,
    string? Type,
    [property: JsonConverter(typeof(TimestampConverter))] DateTimeOffset? Timestamp,
    bool IsGroup,
    bool IsAtMe,
    string? ChatName,
    string? Side)
{
    public const int MostContent = 10_000;

    /// <summary>A sender that is less sure than this is nobody's name.</summary>
    private const double LeastSenderConfidence = 0.5;

    /// <summary>An older message is as old as this: more than any policy tells apart.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromDays(3650);

    private static readonly string[] Sides = ["own", "other", "unknown"];

    /// <summary>What told the side: tree, bubble_colour, ledger, none, or a word that a newer agent has.</summary>
    public string? SideSource { get; init; }

    /// <summary>How sure the side is, 0 to 1.</summary>
    public double? SideConfidence { get; init; }

    /// <summary>How sure the sender's name is, 0 to 1.</summary>
    public double? SenderConfidence { get; init; }

    /// <summary>How old it is by the agent's own clock at the moment of posting, in milliseconds; wins over the timestamp.</summary>
    public double? AgeMs { get; init; }

    /// <summary>The text that a quote answers.</summary>
    public string? Quoted { get; init; }

    /// <summary>The answer that the agent gave it by itself; absent for one that is to be answered.</summary>
    public EdgeDecision? EdgeDecision { get; init; }

    /// <summary>Whether the bytes of an image or file follow.</summary>
    public bool Attachment { get; init; }

    /// <summary>Whose words they are in a group: the member's name, or nobody's when it is not sure. Empty in a private chat.</summary>
    public string Speaker => !IsGroup ? "" : SenderConfidence < LeastSenderConfidence ? Conversation.UnknownSpeaker : Sender!;

    /// <summary>When it was sent, by the clock of this server, and never later than now.</summary>
    public DateTimeOffset SentBy(DateTimeOffset now) =>
        AgeMs is { } age ? now - TimeSpan.FromMilliseconds(Math.Clamp(age, 0, MostAge.TotalMilliseconds))
        : Timestamp is { } timestamp && timestamp < now ? timestamp.ToUniversalTime()
        : now;

    /// <summary>Everything that is wrong with it, in both languages; empty when it can be stored.</summary>
    public IEnumerable<string> Faults()
    {
        if (Missing(Id, 200))
        {
            yield return "message.id 必填，最多 200 个字符 / is required, at most 200 characters";
        }

        if (Missing(ChatId, 200))
        {
            yield return "message.chat_id 必填，最多 200 个字符 / is required, at most 200 characters";
        }

        if (Missing(Sender, 200))
        {
            yield return "message.sender 必填，最多 200 个字符 / is required, at most 200 characters";
        }

        if (Content is { Length: > MostContent } || (MessageKind.NeedsContent(MessageKind.Of(Type)) && string.IsNullOrWhiteSpace(Content)))
        {
            yield return $"message.content 必填（图片等可为空），最多 {MostContent} 个字符 / is required but for images and the like, at most {MostContent} characters";
        }

        if (Quoted is { Length: > MostContent })
        {
            yield return $"message.quoted 最多 {MostContent} 个字符 / at most {MostContent} characters";
        }

        if (Type is { Length: > 30 })
        {
            yield return "message.type 最多 30 个字符 / at most 30 characters";
        }

        if (ChatName is { Length: > 200 })
        {
            yield return "message.chat_name 最多 200 个字符 / at most 200 characters";
        }

        if (Side is not null && !Sides.Contains(Side))
        {
            yield return "message.side 只能是 own、other 或 unknown / is own, other or unknown";
        }

        if (SideSource is { Length: > 30 })
        {
            yield return "message.side_source 最多 30 个字符 / at most 30 characters";
        }

        if (SideConfidence is < 0 or > 1)
        {
            yield return "message.side_confidence 为 0 到 1 / is 0 to 1";
        }

        if (SenderConfidence is < 0 or > 1)
        {
            yield return "message.sender_confidence 为 0 到 1 / is 0 to 1";
        }
    }

    /// <summary>PostgreSQL's text holds no NUL; nothing that a person typed is lost with it.</summary>
    public IncomingMessage WithoutNul() => this with
    {
        Id = Clean(Id),
        ChatId = Clean(ChatId),
        Sender = Clean(Sender),
        Content = Clean(Content),
        Type = Clean(Type),
        ChatName = Clean(ChatName),
        Quoted = Clean(Quoted),
        SideSource = Clean(SideSource),
    };

    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    private static bool Missing(string? value, int most) => string.IsNullOrWhiteSpace(value) || value.Length > most;
}

/// <summary>ISO 8601, or seconds or milliseconds since 1970 as a number or a string of digits.</summary>
internal sealed class TimestampConverter : JsonConverter<DateTimeOffset?>
{
    private const double FirstMillisecond = 100_000_000_000;
    private static readonly double Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly double Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetDouble(out var number):
                return FromUnix(number);
            case JsonTokenType.String:
                var text = reader.GetString();
                if (string.IsNullOrWhiteSpace(text))
                {
                    return null;
                }

                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var digits))
                {
                    return FromUnix(digits);
                }

                if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                {
                    return time.ToUniversalTime();
                }

                break;
        }

        throw new JsonException("timestamp is ISO 8601 or seconds since 1970.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteStringValue(time);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static DateTimeOffset FromUnix(double value)
    {
        var milliseconds = Math.Abs(value) >= FirstMillisecond ? value : value * 1000;
        if (!(milliseconds >= Earliest && milliseconds <= Latest))
        {
            throw new JsonException("timestamp is out of range.");
        }

        return DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
    }
}
