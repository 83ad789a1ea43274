using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture;
using WeChatPlatform.Gateway.Host;
using WeChatPlatform.Hosting;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>Every option is validated at start: a value that its rule forbids is told before anything runs.</summary>
public sealed class OptionTests
{
    private static readonly Type[] OfAgent = [typeof(AgentOptions)];
    private static readonly Type[] OfSimulator = [typeof(SimulatorOptions)];
    private static readonly Type[] OfGatewayHost = [typeof(ServicesOptions)];

    [Fact]
    public void Every_number_has_a_range() =>
        OptionCatalog.Classes.SelectMany(OptionCatalog.Of)
            .Where(option => IsNumber(option.Property.PropertyType) && option.Property.GetCustomAttribute<RangeAttribute>() is null)
            .Select(option => option.Key)
            .ShouldBeEmpty();

    [Fact]
    public async Task Hosts_refuse_a_bad_value_of_every_option()
    {
        var classes = OptionCatalog.Classes.Except(OfAgent).Except(OfSimulator).Except(OfGatewayHost).ToList();

        await using var app = await BuiltPlatform.BuildAsync(BadValues(classes), TestContext.Current.CancellationToken);

        ShouldTellAll(classes, StartFaults(app.Services));
    }

    [Fact]
    public async Task The_gateway_host_refuses_a_bad_value_of_every_option_of_its_own()
    {
        await using var app = await PlatformHost.BuildAsync(
            GatewayHost.Setup([], readEnvironment: false, prepareAsync: (builder, _) =>
            {
                foreach (var (key, value) in BadValues(OfGatewayHost))
                {
                    builder.Configuration[key] = value;
                }

                return Task.CompletedTask;
            }),
            TestContext.Current.CancellationToken);

        ShouldTellAll(OfGatewayHost, StartFaults(app.Services));
    }

    [Fact]
    public void The_agent_refuses_a_bad_value_of_every_option()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var (key, value) in BadValues(OfAgent))
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddCapture();
        using var host = builder.Build();

        ShouldTellAll(OfAgent, StartFaults(host.Services));
    }

    [Fact]
    public void The_simulated_desktop_refuses_a_bad_value_of_every_option()
    {
        string[] args = [.. BadValues(OfSimulator).Select(pair => $"--{pair.Key}={pair.Value}")];

        // Its listener asks for the options while it is built.
        var refusal = Should.Throw<OptionsValidationException>(() => SimulatorApp.Build(args));

        ShouldTellAll(OfSimulator, [refusal]);
    }

    private static void ShouldTellAll(IReadOnlyList<Type> classes, IReadOnlyList<OptionsValidationException> faults)
    {
        foreach (var type in classes)
        {
            var told = faults.Where(fault => fault.OptionsType == type).SelectMany(fault => fault.Failures).ToList();
            told.ShouldNotBeEmpty($"{type.Name} is not validated at start");
            OptionCatalog.Of(type)
                .Where(option => BadValue(option.Property) is not null)
                .Where(option => !told.Exists(fault => fault.Contains(option.Property.Name, StringComparison.Ordinal)))
                .Select(option => option.Key)
                .ShouldBeEmpty();
        }
    }

    private static List<OptionsValidationException> StartFaults(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException one)
        {
            return [one];
        }
        catch (AggregateException several)
        {
            return [.. several.InnerExceptions.OfType<OptionsValidationException>()];
        }
    }

    private static Dictionary<string, string?> BadValues(IEnumerable<Type> classes) =>
        classes.SelectMany(OptionCatalog.Of)
            .Where(option => BadValue(option.Property) is not null)
            .ToDictionary(option => option.Key + BadPlace(option.Property), option => BadValue(option.Property), StringComparer.Ordinal);

    /// <summary>A value that binds and that the property's own rule forbids; absent when it has no such rule.</summary>
    private static string? BadValue(PropertyInfo property) =>
        IsNumber(property.PropertyType) && property.GetCustomAttribute<RangeAttribute>() is not null ? "-9999"
        : property.GetCustomAttribute<RegularExpressionAttribute>() is not null ? "?!"
        : property.PropertyType == typeof(string) && property.GetCustomAttribute<RequiredAttribute>() is not null ? ""
        : AmountOfEntry(property) is not null ? "-9999"
        : null;

    /// <summary>Where in the option the bad value goes: its first entry, for a list.</summary>
    private static string BadPlace(PropertyInfo property) => AmountOfEntry(property) is { } amount ? $":0:{amount.Name}" : "";

    /// <summary>The first amount of money of a list's entries; absent for what is no such list.</summary>
    private static PropertyInfo? AmountOfEntry(PropertyInfo property) =>
        property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(List<>)
            ? Array.Find(property.PropertyType.GetGenericArguments()[0].GetProperties(), member => member.PropertyType == typeof(decimal))
            : null;

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal);
}
