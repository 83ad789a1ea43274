using Microsoft.Extensions.Configuration;

namespace WeChatPlatform.Hosting;

/// <summary>The only reader of the environment. What it names wins over the file that --config names.</summary>
internal static class HostConfiguration
{
    public static void AddHostConfiguration(this IConfigurationBuilder configuration, string? file, bool environment)
    {
        if (file is not null)
        {
            AddFile(configuration, Path.GetFullPath(file));
        }

        if (environment)
        {
            configuration.AddEnvironmentVariables();
        }
    }

    private static void AddFile(IConfigurationBuilder configuration, string path)
    {
        if (!File.Exists(path))
        {
            throw new StartRefusedException(
                ExitCodes.BadConfiguration, $"配置文件不存在 / configuration file not found: {path}");
        }

        try
        {
            configuration.AddJsonFile(path, optional: false, reloadOnChange: false);
        }
        catch (InvalidDataException failure)
        {
            // The inner message names line and column; the outer one repeats the path only.
            throw new StartRefusedException(
                ExitCodes.BadConfiguration,
                $"配置文件不是有效的 JSON / configuration file is not valid JSON: {path}: {failure.GetBaseException().Message}",
                failure);
        }
    }
}
