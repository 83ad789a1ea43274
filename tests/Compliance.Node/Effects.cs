using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Compliance.Node;

/// <summary>That a consumer handled an errand. Nothing in the table is unique, so that a second effect would be seen.</summary>
public sealed class Effect
{
    public const string BrokenTable = "compliance_broken";

    /// <summary>Tables beside the module's own, in its database.</summary>
    public const string CreateTables =
        $"""
        create table compliance_effects (
            id bigint generated always as identity primary key,
            queue text not null, errand_key uuid not null, number int not null, at timestamptz not null);
        create table compliance_journeys (
            correlation_id uuid primary key, current_state text not null, numbers int[] not null);
        create table {BrokenTable} (since timestamptz not null);
        """;

    public long Id { get; init; }

    /// <summary>Without the module's name: record-errand.</summary>
    public required string Queue { get; init; }

    public required Guid Key { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>The state of a saga in the module's database: which numbers of its key it has seen, in the order of its commits.</summary>
public sealed class Journey<TContext> : SagaStateMachineInstance
    where TContext : DbContext
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public List<int> Numbers { get; set; } = [];
}

/// <summary>Adds the suite's tables to the model of every module context; the module's own model and migrations stay as they are.</summary>
internal sealed class EffectTables : IModuleContextExtension
{
    public void Extend(DbContextOptionsBuilder options, Type contextType) =>
        options.ReplaceService<IModelCustomizer, Customizer>();

    private sealed class Customizer(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
    {
        public override void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            base.Customize(modelBuilder, context);
            modelBuilder.Entity<Effect>(effect =>
            {
                effect.ToTable("compliance_effects");
                effect.Property(e => e.Id).HasColumnName("id").UseIdentityAlwaysColumn();
                effect.Property(e => e.Queue).HasColumnName("queue");
                effect.Property(e => e.Key).HasColumnName("errand_key");
                effect.Property(e => e.Number).HasColumnName("number");
                effect.Property(e => e.At).HasColumnName("at");
            });
            modelBuilder.Entity(typeof(Journey<>).MakeGenericType(context.GetType()), journey =>
            {
                journey.ToTable("compliance_journeys");
                journey.HasKey("CorrelationId");
                journey.Property("CorrelationId").HasColumnName("correlation_id").ValueGeneratedNever();
                journey.Property("CurrentState").HasColumnName("current_state");
                journey.Property("Numbers").HasColumnName("numbers");
            });
        }
    }
}
