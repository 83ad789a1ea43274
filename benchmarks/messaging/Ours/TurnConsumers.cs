using System.Collections.Concurrent;
using MassTransit;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.MessagingBenchmark.Ours;

public sealed class FirstConsumer(IOutbox<TurnDbContext> outbox) : IConsumer<FirstAsked>
{
    public Task Consume(ConsumeContext<FirstAsked> context)
    {
        outbox.Publish(new FirstAnswered(context.Message.TurnId, Texts.Answer("first")), context.Message.TurnId);
        return Task.CompletedTask;
    }
}

public sealed class SecondConsumer(IOutbox<TurnDbContext> outbox) : IConsumer<SecondAsked>
{
    public Task Consume(ConsumeContext<SecondAsked> context)
    {
        outbox.Publish(new SecondAnswered(context.Message.TurnId, Texts.Answer("second")), context.Message.TurnId);
        return Task.CompletedTask;
    }
}

public sealed class ThirdConsumer(IOutbox<TurnDbContext> outbox) : IConsumer<ThirdAsked>
{
    public Task Consume(ConsumeContext<ThirdAsked> context)
    {
        outbox.Publish(new ThirdAnswered(context.Message.TurnId, Texts.Answer("third")), context.Message.TurnId);
        return Task.CompletedTask;
    }
}

/// <summary>Hears the final event and ends the wait for it.</summary>
public sealed class FinishedConsumer(Waiters waiters) : IConsumer<TurnFinished>
{
    public Task Consume(ConsumeContext<TurnFinished> context)
    {
        waiters.Finish(context.Message.TurnId);
        return Task.CompletedTask;
    }
}

/// <summary>Turns under way and who waits for them.</summary>
public sealed class Waiters
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();

    public Task Expect(Guid turnId)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[turnId] = source;
        return source.Task;
    }

    public void Finish(Guid turnId)
    {
        if (waiting.TryRemove(turnId, out var source))
        {
            source.SetResult();
        }
    }
}
