using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Simulator;

/// <summary>The simulated WeChat desktop: where it listens and where its chats are kept.</summary>
internal sealed class SimulatorOptions
{
    public const string Section = "Simulator";

    /// <summary>Port on 127.0.0.1 for the page, the players and the agent. 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8090;

    /// <summary>Folder of the chats; created when absent.</summary>
    [Required(ErrorMessage = "Simulator:DataFolder is missing: name a folder for the simulated chats.")]
    public string DataFolder { get; set; } = "data/simulator";

    /// <summary>The name that the simulated account goes by in groups; the agent's Account:Nickname must be the same.</summary>
    [Required]
    [StringLength(32, MinimumLength = 1)]
    public string Nickname { get; set; } = "客服小微";

    /// <summary>Puts a few chats with synthetic people into an empty folder.</summary>
    public bool Seed { get; set; } = true;

    /// <summary>Starts as a window of WeChat 4.x, whose rows tell neither side nor sender; the page can switch it.</summary>
    public bool FourX { get; set; }

    /// <summary>Version of the client that it plays, as the agent reads it; empty when it tells none. The page's faults can change it.</summary>
    [RegularExpression("^[0-9A-Za-z._-]{0,64}$", ErrorMessage = "Simulator:ClientVersion has at most 64 letters, digits, dots, dashes or underscores.")]
    public string ClientVersion { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class SimulatorOptionsValidator : IValidateOptions<SimulatorOptions>;
