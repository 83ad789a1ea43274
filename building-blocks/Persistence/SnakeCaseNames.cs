using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Persistence;

public static partial class SnakeCaseNames
{
    /// <summary>Names tables, columns, keys and indexes in snake_case, as people type them in psql. Call it last.</summary>
    public static ModelBuilder UseSnakeCaseNames(this ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.GetColumnName()));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(SnakeCase(key.GetName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(SnakeCase(index.GetDatabaseName()!));
            }

            foreach (var foreign in entity.GetForeignKeys())
            {
                foreign.SetConstraintName(SnakeCase(foreign.GetConstraintName()!));
            }
        }

        return model;
    }

    internal static string SnakeCase(string name) =>
        WordStart().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
