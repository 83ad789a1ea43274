using System.Text.RegularExpressions;

namespace WeChatPlatform.ContainerServers;

/// <summary>Which image each service of docker-compose.yml runs, as the file was when this was built.</summary>
internal static partial class ComposeImages
{
    public static IReadOnlyDictionary<string, string> All { get; } = Read();

    /// <exception cref="InvalidOperationException">The compose file has no such service.</exception>
    public static string Of(string service) => All.TryGetValue(service, out var image)
        ? image
        : throw new InvalidOperationException($"docker-compose.yml has no service {service} with an image.");

    // The two line shapes that matter, at the file's own indentation; docker-compose config checks the file as a whole.
    internal static Dictionary<string, string> Parse(string compose)
    {
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        var section = "";
        var service = "";
        foreach (var line in compose.Split('\n').Select(line => line.TrimEnd()))
        {
            if (Section().Match(line) is { Success: true } top)
            {
                section = top.Groups["name"].Value;
            }
            else if (section == "services" && Service().Match(line) is { Success: true } entry)
            {
                service = entry.Groups["name"].Value;
            }
            else if (section == "services" && Image().Match(line) is { Success: true } image)
            {
                images[service] = image.Groups["name"].Value;
            }
        }

        return images;
    }

    private static Dictionary<string, string> Read()
    {
        using var reader = new StreamReader(
            typeof(ComposeImages).Assembly.GetManifestResourceStream("docker-compose.yml")!);
        return Parse(reader.ReadToEnd());
    }

    [GeneratedRegex("^(?<name>[a-z][a-z-]*):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();

    [GeneratedRegex("^  (?<name>[a-z][a-z0-9-]*):$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Service();

    [GeneratedRegex("^    image: *\"?(?<name>[^\"\\s]+)\"?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Image();
}
