using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>Every option of every process, found by its class: one that has a constant Section.</summary>
internal static class OptionCatalog
{
    public static IReadOnlyList<Type> Classes { get; } =
        [.. Repository.Projects()
            .Where(project => !project.IsTest && Repository.Files(".cs").Any(file => HasOptions(project, file)))
            .Select(project => Assembly.Load(project.AssemblyName))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionField(type) is not null)
            .OrderBy(SectionOf, StringComparer.Ordinal)];

    public static string SectionOf(Type options) => (string)SectionField(options)!.GetRawConstantValue()!;

    /// <summary>The properties that a setting can fill, with their keys; members of nested objects included.</summary>
    public static IEnumerable<Option> Of(Type options) => Of(SectionOf(options), options, Activator.CreateInstance(options)!);

    private static IEnumerable<Option> Of(string prefix, Type type, object instance)
    {
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var key = $"{prefix}:{property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name}";
            var value = property.GetValue(instance);
            if (property.GetCustomAttribute<ValidateObjectMembersAttribute>() is not null)
            {
                foreach (var inner in Of(key, property.PropertyType, value!))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return new Option(key, property, Text(value));
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        "" => "empty",
        string text => text,
        bool flag => flag ? "true" : "false",
        IEnumerable items when items.Cast<object>().ToList() is { Count: > 0 } list => string.Join(", ", list.Select(Text)),
        IEnumerable => "empty",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool HasOptions(Project project, string file) =>
        file.EndsWith("Options.cs", StringComparison.Ordinal)
        && file.StartsWith(Path.GetDirectoryName(project.Path)!.Replace('\\', '/') + "/", StringComparison.Ordinal);

    private static FieldInfo? SectionField(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static) is { IsLiteral: true } field ? field : null;
}

/// <remarks><paramref name="Default"/> is written as docs/configuration.md writes it.</remarks>
internal sealed record Option(string Key, PropertyInfo Property, string Default);
