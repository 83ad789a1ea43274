using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WeChatPlatform.Messaging.Sagas;

/// <summary>How one saga's row is read: its statement and its reader, built once from the context's model.</summary>
internal sealed class SagaRow<TSaga>
    where TSaga : class, ISaga
{
    private static readonly MethodInfo IsNull = typeof(DbDataReader).GetMethod(nameof(DbDataReader.IsDBNull))!;

    /// <exception cref="NotSupportedException">The saga is more than the columns of one table.</exception>
    public SagaRow(DbContext context)
    {
        var entity = context.Model.FindEntityType(typeof(TSaga))
            ?? throw new InvalidOperationException($"{typeof(TSaga)} is not in the model of {context.GetType()}.");
        var properties = entity.GetProperties().ToList();
        if (entity.GetNavigations().Any() || properties.Any(property => property.PropertyInfo?.SetMethod is null))
        {
            throw new NotSupportedException(
                $"{typeof(TSaga)} has navigations, shadow or read-only properties: a saga here is one row of one table, each column a property.");
        }

        // Columns by name: an older replica goes on beside a newer one that has added a column.
        var columns = string.Join(", ", properties.Select(property => $"\"{property.GetColumnName()}\""));
        var key = entity.FindProperty(nameof(ISaga.CorrelationId))!.GetColumnName();
        SelectForUpdate = $"select {columns} from \"{entity.GetTableName()}\" where \"{key}\" = $1 for update";
        var reader = Expression.Parameter(typeof(DbDataReader));
        Read = Expression.Lambda<Func<DbDataReader, TSaga>>(
            Expression.MemberInit(
                Expression.New(typeof(TSaga)),
                properties.Select((property, place) => Expression.Bind(property.PropertyInfo!, Value(reader, property, place)))),
            reader).Compile();
    }

    public string SelectForUpdate { get; }

    public Func<DbDataReader, TSaga> Read { get; }

    /// <summary>A column's value by the context's own mapping, conversions included.</summary>
    private static Expression Value(ParameterExpression reader, IProperty property, int place)
    {
        var mapping = property.GetRelationalTypeMapping();
        var get = mapping.GetDataReaderMethod();
        var at = Expression.Constant(place);
        var value = mapping.CustomizeDataReaderExpression(
            Expression.Call(Typed(reader, get.DeclaringType!), get, at));
        if (mapping.Converter is { } converter)
        {
            value = Expression.Invoke(converter.ConvertFromProviderExpression, Typed(value, converter.ConvertFromProviderExpression.Parameters[0].Type));
        }

        value = Typed(value, property.ClrType);
        return property.IsNullable
            ? Expression.Condition(Expression.Call(reader, IsNull, at), Expression.Default(property.ClrType), value)
            : value;
    }

    // Not by IsAssignableFrom: it says yes of a value and its nullable type, which expressions tell apart.
    private static Expression Typed(Expression value, Type type) =>
        value.Type == type ? value : Expression.Convert(value, type);
}
