using System.Security.Cryptography;
using System.Text.Json;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>
/// Where the running agent listens, and the word that it obeys: a file of the data folder, made anew with every start. Who
/// can read it is the agent's user, who could end the process as well.
/// </summary>
/// <remarks><paramref name="Address"/> is http://127.0.0.1 with a port.</remarks>
internal sealed record ControlFile(string Address, string Token)
{
    private const string Name = "control.json";
    private const int TokenBytes = 32;

    public static ControlFile Create(int port) => new(
        $"http://127.0.0.1:{port.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)));

    public static string PathIn(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), Name);

    /// <summary>Null when no agent left one, or it cannot be read.</summary>
    public static ControlFile? Read(string dataFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(dataFolder)), ControlJson.Default.ControlFile);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(string dataFolder) =>
        OwnerFile.Write(PathIn(dataFolder), JsonSerializer.SerializeToUtf8Bytes(this, ControlJson.Default.ControlFile));

    public static void Delete(string dataFolder)
    {
        try
        {
            File.Delete(PathIn(dataFolder));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Left behind, it names a port where nobody knows its token.
        }
    }
}
