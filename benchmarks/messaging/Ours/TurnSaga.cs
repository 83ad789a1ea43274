using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.MessagingBenchmark.Ours;

/// <summary>Four steps, one after the other.</summary>
public sealed class TurnSaga : MassTransitStateMachine<Turn>
{
    public TurnSaga()
    {
        InstanceState(turn => turn.CurrentState);
        Event(() => Started, e => e.CorrelateById(context => context.Message.TurnId));
        Event(() => FirstAnswered, e => e.CorrelateById(context => context.Message.TurnId));
        Event(() => SecondAnswered, e => e.CorrelateById(context => context.Message.TurnId));
        Event(() => ThirdAnswered, e => e.CorrelateById(context => context.Message.TurnId));

        Initially(When(Started)
            .Then(context =>
            {
                context.Saga.Text = context.Message.Text;
                Outbox(context).Publish(new FirstAsked(context.Saga.CorrelationId, context.Saga.Text), context.Saga.CorrelationId);
            })
            .TransitionTo(AskingFirst));
        During(AskingFirst, When(FirstAnswered)
            .Then(context =>
            {
                context.Saga.First = context.Message.Answer;
                Outbox(context).Publish(new SecondAsked(context.Saga.CorrelationId, context.Saga.Text), context.Saga.CorrelationId);
            })
            .TransitionTo(AskingSecond));
        During(AskingSecond, When(SecondAnswered)
            .Then(context =>
            {
                context.Saga.Second = context.Message.Answer;
                Outbox(context).Publish(new ThirdAsked(context.Saga.CorrelationId, context.Saga.Text), context.Saga.CorrelationId);
            })
            .TransitionTo(AskingThird));
        During(AskingThird, When(ThirdAnswered)
            .Then(context =>
            {
                context.Saga.Third = context.Message.Answer;
                Outbox(context).Publish(new TurnFinished(context.Saga.CorrelationId, context.Saga.Third), context.Saga.CorrelationId);
            })
            .TransitionTo(Finished));
    }

    public State AskingFirst { get; private set; } = null!;

    public State AskingSecond { get; private set; } = null!;

    public State AskingThird { get; private set; } = null!;

    public State Finished { get; private set; } = null!;

    public Event<TurnStarted> Started { get; private set; } = null!;

    public Event<FirstAnswered> FirstAnswered { get; private set; } = null!;

    public Event<SecondAnswered> SecondAnswered { get; private set; } = null!;

    public Event<ThirdAnswered> ThirdAnswered { get; private set; } = null!;

    private static IOutbox<TurnDbContext> Outbox<T>(BehaviorContext<Turn, T> context)
        where T : class =>
        context.GetPayload<IServiceProvider>().GetRequiredService<IOutbox<TurnDbContext>>();
}
