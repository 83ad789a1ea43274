using System.Reflection;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>All that is wrong with the configuration of all modules, in one message.</summary>
internal static class ConfigurationFaults
{
    public static void ThrowIfAny(IServiceProvider services)
    {
        try
        {
            (services.GetService(typeof(IStartupValidator)) as IStartupValidator)?.Validate();
        }
        catch (OptionsValidationException one)
        {
            throw Refusal([one]);
        }
        catch (AggregateException several)
            when (several.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            throw Refusal(several.InnerExceptions.Cast<OptionsValidationException>());
        }
    }

    public static StartRefusedException Refusal(IEnumerable<OptionsValidationException> failures)
    {
        var lines = failures.SelectMany(Lines).Distinct(StringComparer.Ordinal);
        return new StartRefusedException(
            ExitCodes.BadConfiguration,
            $"配置有误 / bad configuration:{Environment.NewLine}  - {string.Join(Environment.NewLine + "  - ", lines)}");
    }

    private static IEnumerable<string> Lines(OptionsValidationException failure)
    {
        var section = failure.OptionsType
            .GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?
            .GetRawConstantValue() as string;
        return failure.Failures.Select(fault =>
            section is null ? fault
            : fault.IndexOf(section + ':', StringComparison.Ordinal) is var at and >= 0 ? fault[at..]
            : $"{section}: {fault}");
    }
}
