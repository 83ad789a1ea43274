using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Agent.Control;
using WeChatPlatform.Capture.Control;

namespace WeChatPlatform.Capture.Tests.Control;

/// <summary>The keys that stop sending: pressed, taken by another program, gone.</summary>
public sealed class HotkeyStopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LocalStop _stop;

    public HotkeyStopTests() => _stop = new LocalStop(
        Options.Create(new AgentOptions { DataFolder = _folder.Path }), new AgentHealth(TimeProvider.System), TimeProvider.System,
        NullLogger<LocalStop>.Instance);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_press_stops_and_the_end_of_the_keys_does_not_end_the_agent()
    {
        foreach (var end in new Exception[] { new HotkeyUnavailableException("taken"), new System.Threading.Channels.ChannelClosedException() })
        {
            _stop.Resume("test");
            using var hotkey = new HotkeyStop(new Keyboard(end), _stop, NullLogger<HotkeyStop>.Instance);
            await hotkey.StartAsync(TestContext.Current.CancellationToken);
            await hotkey.ExecuteTask!;

            _stop.IsOn.ShouldBeTrue();
        }
    }

    /// <summary>The keys are pressed once, then they are gone.</summary>
    private sealed class Keyboard(Exception end) : IHotkey
    {
        private bool _wasPressed;

        public string Keys => "Ctrl+Alt+F12";

        public Task PressedAsync(CancellationToken ct)
        {
            var next = _wasPressed ? Task.FromException(end) : Task.CompletedTask;
            _wasPressed = true;
            return next;
        }
    }
}
