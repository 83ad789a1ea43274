using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Replies;

/// <summary>
/// From the first message of a burst to the decision what is answered. The storing transaction writes the row
/// (Collecting, or Queued behind an open turn); from there on each event moves it one step. Every wait has a timer and a
/// degraded exit: no customer makes a gray stranger, no knowledge an empty list, no answer a hand-off.
/// </summary>
internal sealed class ReplySaga : MassTransitStateMachine<Turn>
{
    public ReplySaga()
    {
        InstanceState(turn => turn.CurrentState);

        Event(() => TurnOpened, e => Correlate(e, message => message.TurnId));
        Event(() => WindowEnded, e => Correlate(e, message => message.TurnId));
        Event(() => ReadingKept, e => Correlate(e, message => message.TurnId));
        Event(() => ReadingOverdue, e => Correlate(e, message => message.TurnId));
        Event(() => CustomerFound, e => Correlate(e, message => message.TurnId));
        Event(() => KnowledgeFound, e => Correlate(e, message => message.TurnId));
        Event(() => FactsFound, e => Correlate(e, message => message.TurnId));
        Event(() => PreparationOverdue, e => Correlate(e, message => message.TurnId));
        Event(() => AnswerWritten, e => Correlate(e, message => message.TurnId));
        Event(() => AnswerFailed, e => Correlate(e, message => message.TurnId));
        Event(() => GenerationOverdue, e => Correlate(e, message => message.TurnId));

        During(Queued,
            When(TurnOpened)
                .TransitionTo(Collecting)
                .ThenAsync(context => Steps(context).CloseWindowAsync(context.Saga, context.CancellationToken))
                .If(context => context.Saga.WindowClosed, LeaveCollecting));

        During(Collecting,
            When(WindowEnded)
                .ThenAsync(context => Steps(context).CloseWindowAsync(context.Saga, context.CancellationToken))
                .If(context => context.Saga.WindowClosed, LeaveCollecting));

        During(Reading,
            When(ReadingKept)
                .ThenAsync(context => Steps(context).ReadAgainAsync(context.Saga, context.CancellationToken))
                .If(context => !context.Saga.AwaitsReading, LeaveCollecting),
            When(ReadingOverdue)
                .ThenAsync(context => Steps(context).StopReadingAsync(context.Saga, context.CancellationToken))
                .If(_ => true, LeaveCollecting));

        During(Preparing,
            When(CustomerFound)
                .Then(context => TurnFacts.Add(context.Saga, context.Message))
                .If(context => context.Saga.IsPrepared, Generate),
            When(KnowledgeFound)
                .Then(context => TurnFacts.Add(context.Saga, context.Message))
                .If(context => context.Saga.IsPrepared, Generate),
            When(FactsFound)
                .Then(context => TurnFacts.Add(context.Saga, context.Message))
                .If(context => context.Saga.IsPrepared, Generate),
            When(PreparationOverdue)
                .If(_ => true, Generate));

        During(Generating,
            When(AnswerWritten)
                .ThenAsync(context => Steps(context).DecideAsync(
                    context.Saga, Answer.Written(context.Message), context.CancellationToken))
                .TransitionTo(Decided),
            When(AnswerFailed)
                .ThenAsync(context => Steps(context).DecideAsync(
                    context.Saga, Answer.Missing(context.Message.Reason), context.CancellationToken))
                .TransitionTo(Decided),
            When(GenerationOverdue)
                .ThenAsync(context => Steps(context).DecideAsync(
                    context.Saga, Answer.Missing("generation_timeout"), context.CancellationToken))
                .TransitionTo(Decided));

        // Late and repeated events change nothing.
        During(Queued,
            Ignore(WindowEnded), Ignore(ReadingKept));
        During(Collecting,
            Ignore(TurnOpened), Ignore(ReadingKept));
        During(Reading,
            Ignore(TurnOpened), Ignore(WindowEnded));
        During(Preparing,
            Ignore(TurnOpened), Ignore(WindowEnded), Ignore(ReadingKept), Ignore(ReadingOverdue));
        During(Generating,
            Ignore(TurnOpened), Ignore(WindowEnded), Ignore(ReadingKept), Ignore(ReadingOverdue), Ignore(CustomerFound), Ignore(KnowledgeFound), Ignore(FactsFound),
            Ignore(PreparationOverdue));
        During(Decided,
            Ignore(TurnOpened), Ignore(WindowEnded), Ignore(ReadingKept), Ignore(ReadingOverdue), Ignore(CustomerFound), Ignore(KnowledgeFound), Ignore(FactsFound),
            Ignore(PreparationOverdue), Ignore(AnswerWritten), Ignore(AnswerFailed), Ignore(GenerationOverdue));
    }

    /// <summary>The turn before it is not decided yet; messages join it meanwhile.</summary>
    public State Queued { get; private set; } = null!;

    /// <summary>The merge window is open.</summary>
    public State Collecting { get; private set; } = null!;

    /// <summary>What its images and voice messages say is being read.</summary>
    public State Reading { get; private set; } = null!;

    /// <summary>Customer, knowledge and ERP facts are being looked up, side by side.</summary>
    public State Preparing { get; private set; } = null!;

    /// <summary>The answer is being worded.</summary>
    public State Generating { get; private set; } = null!;

    /// <summary>The decision is recorded. The end.</summary>
    public State Decided { get; private set; } = null!;

    public Event<OpenTurn> TurnOpened { get; private set; } = null!;

    public Event<CloseTurnWindow> WindowEnded { get; private set; } = null!;

    public Event<AttachmentKept> ReadingKept { get; private set; } = null!;

    public Event<ReadingTimedOut> ReadingOverdue { get; private set; } = null!;

    public Event<CustomerIdentified> CustomerFound { get; private set; } = null!;

    public Event<KnowledgeRetrieved> KnowledgeFound { get; private set; } = null!;

    public Event<ErpFactsFound> FactsFound { get; private set; } = null!;

    public Event<PreparationTimedOut> PreparationOverdue { get; private set; } = null!;

    public Event<ReplyGenerated> AnswerWritten { get; private set; } = null!;

    public Event<ReplyGenerationFailed> AnswerFailed { get; private set; } = null!;

    public Event<GenerationTimedOut> GenerationOverdue { get; private set; } = null!;

    private EventActivityBinder<Turn, T> LeaveCollecting<T>(EventActivityBinder<Turn, T> binder)
        where T : class =>
        binder.IfElse(
            context => context.Saga.AwaitsReading,
            waiting => waiting.TransitionTo(Reading),
            read => read.IfElse(
                context => context.Saga.Screened is not null,
                screened => screened
                    .ThenAsync(context => Steps(context).DecideScreenedAsync(context.Saga, context.CancellationToken))
                    .TransitionTo(Decided),
                answered => answered
                    .ThenAsync(context => Steps(context).PrepareAsync(context.Saga, context.CancellationToken))
                    .TransitionTo(Preparing)));

    private EventActivityBinder<Turn, T> Generate<T>(EventActivityBinder<Turn, T> binder)
        where T : class =>
        binder
            .ThenAsync(context => Steps(context).GenerateAsync(context.Saga, context.CancellationToken))
            .TransitionTo(Generating);

    private static void Correlate<T>(IEventCorrelationConfigurator<Turn, T> e, Func<T, Guid> turnId)
        where T : class
    {
        e.CorrelateById(context => turnId(context.Message));
        e.OnMissingInstance(missing => missing.Discard());
    }

    private static TurnSteps Steps(BehaviorContext<Turn> context) =>
        context.GetPayload<IServiceScope>().ServiceProvider.GetRequiredService<TurnSteps>();
}
