using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>
/// A list that a setting names replaces the default list: the framework's binder would add to it, and a default entry could
/// never be taken away.
/// </summary>
internal sealed class ListsGiveWay<TOptions>(IConfiguration configuration) : IConfigureOptions<TOptions>
    where TOptions : class
{
    public void Configure(TOptions options)
    {
        foreach (var (key, list) in OptionLists.Of(options))
        {
            // A section without entries is a list that was written as empty: "Words": [] in a file.
            if (configuration.GetSection(key).Exists())
            {
                list.Clear();
            }
        }
    }
}

/// <summary>An entry without text is none, so that a variable of the environment can empty a list: Words__0= .</summary>
internal sealed class BlankEntriesDropped<TOptions> : IPostConfigureOptions<TOptions>
    where TOptions : class
{
    public void PostConfigure(string? name, TOptions options)
    {
        foreach (var (_, list) in OptionLists.Of(options))
        {
            if (list is List<string> texts)
            {
                texts.RemoveAll(string.IsNullOrWhiteSpace);
            }
        }
    }
}

/// <summary>The lists of one of our classes of options, with their keys; members of nested objects included.</summary>
internal static class OptionLists
{
    public static IEnumerable<(string Key, IList List)> Of(object options) =>
        options.GetType().GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static) is { IsLiteral: true } section
            ? Of((string)section.GetRawConstantValue()!, options)
            : [];

    private static IEnumerable<(string Key, IList List)> Of(string prefix, object options)
    {
        foreach (var property in options.GetType().GetProperties().Where(property => property.CanWrite && property.GetIndexParameters().Length == 0))
        {
            var isNested = property.GetCustomAttribute<ValidateObjectMembersAttribute>() is not null;
            if (!isNested && !property.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            {
                continue;
            }

            var key = $"{prefix}:{property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name}";
            switch (property.GetValue(options))
            {
                case IList { IsFixedSize: false, IsReadOnly: false } list:
                    yield return (key, list);
                    break;
                case { } nested when isNested:
                    foreach (var inner in Of(key, nested))
                    {
                        yield return inner;
                    }

                    break;
            }
        }
    }
}
