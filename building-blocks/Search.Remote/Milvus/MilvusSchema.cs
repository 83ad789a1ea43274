using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static WeChatPlatform.Search.Remote.EntryScopeFields;

namespace WeChatPlatform.Search.Remote;

/// <summary>What a collection looks like, and a row of it.</summary>
internal static class MilvusSchema
{
    public const string Id = "id";
    public const string Vector = "vector";

    /// <summary>Differs with every call that writes, so that it can be told whether searches see what was written.</summary>
    public const string WriteMark = "write_mark";

    private const int HashBytes = 6;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    // Goes up when fields change.
    private const int Version = 1;

    // A GUID without signs.
    private const int IdLength = 32;

    /// <summary>Longest name of a product or an audience, in bytes, and most of them: far beyond what anyone enters.</summary>
    private const int NameBytes = 1024;
    private const int MostNames = 1024;

    /// <summary>
    /// The name tells what is inside: vectors of one model, with one kind of index. Whatever of it changes leads to another
    /// collection, which is filled while the one before is searched.
    /// </summary>
    public static string CollectionName(MilvusOptions options, string model, int dimensions)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{Version}\n{model}\n{dimensions}\n{options.M}\n{options.EfConstruction}");
        return $"{options.Collection}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, HashBytes))}";
    }

    /// <summary>Whether a collection was made by <see cref="CollectionName"/> with these options, for whatever model.</summary>
    public static bool IsOf(MilvusOptions options, string name) =>
        name.Length == options.Collection.Length + 1 + 2 * HashBytes
        && name.StartsWith(options.Collection + "_", StringComparison.Ordinal)
        && name.AsSpan(options.Collection.Length + 1).IndexOfAnyExcept(HexDigits) < 0;

    public static void Create(Utf8JsonWriter json, MilvusOptions options, int dimensions)
    {
        json.Object("schema", schema =>
        {
            schema.WriteBoolean("autoID", false);
            schema.WriteBoolean("enableDynamicField", false);
            schema.List("fields", fields =>
            {
                Field(fields, Id, "VarChar", field =>
                {
                    field.WriteBoolean("isPrimary", true);
                    field.Object("elementTypeParams", parameters => parameters.WriteNumber("max_length", IdLength));
                });
                Field(fields, Vector, "FloatVector", field => field.Object("elementTypeParams", parameters => parameters.WriteNumber("dim", dimensions)));
                Field(fields, Collection, "VarChar", field => field.Object("elementTypeParams", parameters => parameters.WriteNumber("max_length", IdLength)));
                foreach (var number in (string[])[FromRelease, UntilRelease, ValidFrom, ValidUntil, WriteMark])
                {
                    Field(fields, number, "Int64", _ => { });
                }

                foreach (var names in (string[])[Products, Audiences])
                {
                    Field(fields, names, "Array", field =>
                    {
                        field.WriteString("elementDataType", "VarChar");
                        field.Object("elementTypeParams", parameters =>
                        {
                            parameters.WriteNumber("max_length", NameBytes);
                            parameters.WriteNumber("max_capacity", MostNames);
                        });
                    });
                }
            });
        });
        json.List("indexParams", indexes => indexes.Object(index =>
        {
            index.WriteString("fieldName", Vector);
            index.WriteString("indexName", Vector);
            index.WriteString("metricType", "COSINE");
            index.Object("params", parameters =>
            {
                parameters.WriteString("index_type", "HNSW");
                parameters.WriteNumber("M", options.M);
                parameters.WriteNumber("efConstruction", options.EfConstruction);
            });
        }));
        json.Object("params", parameters => parameters.WriteString("consistencyLevel", options.Consistency));
    }

    public static void Row(Utf8JsonWriter json, IndexEntry entry, long mark)
    {
        json.WriteString(Id, IdOf(entry.EntryId));
        json.WriteString(Collection, CollectionOf(entry.Scope.CollectionId));
        json.WriteNumber(FromRelease, entry.Scope.FromRelease);
        json.WriteNumber(UntilRelease, UntilReleaseOf(entry.Scope));
        json.WriteNumber(ValidFrom, ValidFromOf(entry.Scope));
        json.WriteNumber(ValidUntil, ValidUntilOf(entry.Scope));
        json.WriteNumber(WriteMark, mark);
        json.Strings(Products, Marks(entry.Scope.Products));
        json.Strings(Audiences, Marks(entry.Scope.Audiences));
        json.List(Vector, numbers => Numbers(numbers, entry.Vector!));
    }

    public static void Numbers(Utf8JsonWriter json, ReadOnlySpan<float> vector)
    {
        foreach (var number in vector)
        {
            json.WriteNumberValue(number);
        }
    }

    public static string IdOf(Guid id) => id.ToString("N", CultureInfo.InvariantCulture);

    private static void Field(Utf8JsonWriter json, string name, string type, Action<Utf8JsonWriter> more) => json.Object(field =>
    {
        field.WriteString("fieldName", name);
        field.WriteString("dataType", type);
        more(field);
    });
}
