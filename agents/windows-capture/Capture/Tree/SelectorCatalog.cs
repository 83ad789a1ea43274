namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// The profiles that this agent has: those of its program, and those of a folder, which replace the ones of the same name
/// unless they are older.
/// </summary>
public sealed class SelectorCatalog
{
    private const string Embedded = ".Tree.Profiles.";

    private SelectorCatalog(IReadOnlyList<SelectorProfile> profiles) => Profiles = profiles;

    public IReadOnlyList<SelectorProfile> Profiles { get; }

    /// <param name="folder">Its *.json files are profiles. Empty: only those of the program.</param>
    /// <exception cref="InvalidDataException">A profile is wrong; the message has all faults of all files, one a line.</exception>
    public static SelectorCatalog Load(string? folder)
    {
        var faults = new List<string>();
        var profiles = new Dictionary<string, SelectorProfile>(StringComparer.Ordinal);
        foreach (var (name, json) in OfProgram())
        {
            Add(profiles, ProfileFile.Read(name, json, faults), name, faults, isOverride: false);
        }

        foreach (var (name, json) in OfFolder(folder, faults))
        {
            Add(profiles, ProfileFile.Read(name, json, faults), name, faults, isOverride: true);
        }

        // Two profiles that claim one version of the client would be a matter of luck.
        foreach (var same in profiles.Values.SelectMany(profile => profile.ClientVersions.Select(version => (version, profile.Name)))
            .GroupBy(claim => claim.version, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            faults.Add($"Client version {same.Key} is claimed by {string.Join(" and ", same.Select(claim => claim.Name))}.");
        }

        return faults.Count == 0
            ? new SelectorCatalog([.. profiles.Values])
            : throw new InvalidDataException("The selector profiles are wrong:\n" + string.Join('\n', faults));
    }

    /// <summary>The profile whose version beginning fits best; null when none does.</summary>
    public SelectorProfile? For(string clientVersion) => Profiles
        .Select(profile => (profile, Length: profile.ClientVersions
            .Where(start => Starts(clientVersion, start)).Select(start => start.Length).DefaultIfEmpty(-1).Max()))
        .Where(fit => fit.Length >= 0)
        .OrderByDescending(fit => fit.Length)
        .Select(fit => fit.profile)
        .FirstOrDefault();

    // "4.1" is for 4.1 and 4.1.10, and not for 4.10.
    private static bool Starts(string version, string start) => version.StartsWith(start, StringComparison.Ordinal)
        && (start.EndsWith('.') || version.Length == start.Length || version[start.Length] == '.');

    private static void Add(
        Dictionary<string, SelectorProfile> profiles, SelectorProfile? profile, string name, List<string> faults, bool isOverride)
    {
        if (profile is null)
        {
            return;
        }

        if (profiles.TryGetValue(profile.Name, out var known))
        {
            if (isOverride && profile.Version < known.Version)
            {
                faults.Add($"{name} is version {profile.Version} of profile {profile.Name}; the program has {known.Version}. Remove the file.");
                return;
            }

            if (!isOverride)
            {
                faults.Add($"{name} is a second profile named {profile.Name}.");
                return;
            }
        }

        profiles[profile.Name] = profile;
    }

    private static IEnumerable<(string Name, string Json)> OfProgram()
    {
        var assembly = typeof(SelectorCatalog).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames()
            .Where(name => name.Contains(Embedded, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var reader = new StreamReader(stream);
            yield return (resource[(resource.IndexOf(Embedded, StringComparison.Ordinal) + Embedded.Length)..], reader.ReadToEnd());
        }
    }

    private static List<(string Name, string Json)> OfFolder(string? folder, List<string> faults)
    {
        if (string.IsNullOrEmpty(folder))
        {
            return [];
        }

        try
        {
            return Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file), File.ReadAllText(file))).ToList();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            faults.Add($"Agent:Desktop:ProfileFolder cannot be read: {failure.Message}");
            return [];
        }
    }
}
