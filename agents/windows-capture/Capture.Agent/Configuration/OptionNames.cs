using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WeChatPlatform.Capture.Agent.Configuration;

/// <summary>
/// The options of section Agent by name and type. Read from what the JSON source generator knows of the classes, which
/// outlasts trimming, so that a new option is known here without a list.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AgentOptions))]
internal sealed partial class OptionNamesJson : JsonSerializerContext;

internal static class OptionNames
{
    /// <summary>An option or a group of them.</summary>
    internal sealed record Option(string Name, JsonTypeInfo Type)
    {
        /// <summary>Has options of its own.</summary>
        public bool IsGroup => Type.Kind == JsonTypeInfoKind.Object;

        public bool IsList => Type.Kind == JsonTypeInfoKind.Enumerable;

        /// <summary>Takes any names.</summary>
        public bool IsTable => Type.Kind == JsonTypeInfoKind.Dictionary;

        public IEnumerable<Option> Members => MembersOf(Type);
    }

    public static IEnumerable<Option> Root => MembersOf(OptionNamesJson.Default.AgentOptions);

    /// <summary>Names are the same without regard to case, underscores and dashes: status_page is StatusPage.</summary>
    public static bool Same(string written, string name) => Folded(written) == Folded(name);

    /// <summary>The name as a file of this kind writes it: status_page.</summary>
    public static string Written(string name) => string.Concat(name.Select((letter, index) =>
        char.IsUpper(letter) && index > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    /// <summary>The value as the configuration takes it; null when it is none of the option's type.</summary>
    public static string? Value(Option option, string text)
    {
        var type = Nullable.GetUnderlyingType(option.Type.Type) ?? option.Type.Type;
        if (type == typeof(bool))
        {
            return bool.TryParse(text, out var flag) ? flag.ToString() : null;
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                && (type == typeof(long) || whole is >= int.MinValue and <= int.MaxValue) ? text : null;
        }

        if (type == typeof(double) || type == typeof(decimal))
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text : null;
        }

        if (type.IsEnum)
        {
            return Choices(type).FirstOrDefault(name => Same(text, name));
        }

        return text;
    }

    /// <summary>What a value of the option must be, for the message about one that is not; Chinese and English.</summary>
    public static (string Chinese, string English) Expected(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.Type.Type) ?? option.Type.Type;
        return type == typeof(bool) ? ("true 或 false", "true or false")
            : type == typeof(int) || type == typeof(long) ? ("整数", "a whole number")
            : type == typeof(double) || type == typeof(decimal) ? ("数字", "a number")
            : type.IsEnum ? (string.Join("、", Choices(type).Select(Written)), string.Join(" or ", Choices(type).Select(Written)))
            : option.IsList ? ("列表", "a list")
            : option.IsTable || option.IsGroup ? ("若干“名称: 值”", "names with values")
            : ("一个值", "one value");
    }

    private static string[] Choices(Type type) => Enum.GetNames(type);

    private static IEnumerable<Option> MembersOf(JsonTypeInfo type) => type.Properties
        .Where(property => property.Set is not null || IsCollection(property.PropertyType))
        .Select(property => new Option(property.Name, Known(property.PropertyType)));

    private static bool IsCollection(Type type) => Known(type).Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary;

    private static JsonTypeInfo Known(Type type) => OptionNamesJson.Default.GetTypeInfo(type)
        ?? throw new InvalidOperationException($"{type} is no type that options have.");

    private static string Folded(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
