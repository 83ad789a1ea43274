namespace WeChatPlatform.MessagingBenchmark.Floor;

/// <summary>The state row, and which message follows which.</summary>
internal sealed class FloorTurn(Guid id)
{
    public const string SagaQueue = "floor-saga";
    public const string FinishedQueue = "floor-finished";

    /// <summary>The queues of the three consumers, in the order in which they are asked.</summary>
    public static readonly string[] StepQueues = ["floor-first", "floor-second", "floor-third"];

    public Guid Id { get; } = id;

    public string State { get; set; } = "Initial";

    public string Text { get; set; } = "";

    public string?[] Answers { get; } = new string?[StepQueues.Length];

    public FloorMessage Advance(FloorDelivery delivery)
    {
        var step = Array.IndexOf(StepQueues, delivery.Type) + 1;
        if (step == 0)
        {
            Text = delivery.Body.Text;
        }
        else
        {
            Answers[step - 1] = delivery.Body.Text;
        }

        State = step == StepQueues.Length ? "Finished" : StepQueues[step];
        return step == StepQueues.Length
            ? FloorMessage.Create("finished", FinishedQueue, new FloorBody(Id, delivery.Body.Text))
            : FloorMessage.Create("asked", StepQueues[step], new FloorBody(Id, Text));
    }

    /// <summary>The message that tells a saga what a consumer found.</summary>
    public static FloorMessage Answer(string queue, FloorDelivery asked) =>
        FloorMessage.Create(queue, SagaQueue, new FloorBody(asked.Body.TurnId, MessagingBenchmark.Texts.Answer(queue)));
}
