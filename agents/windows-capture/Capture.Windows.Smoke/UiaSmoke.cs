using System.Runtime.Versioning;
using WeChatPlatform.Capture.Windows.Automation;

namespace WeChatPlatform.Capture.Windows.Smoke;

/// <summary>Asks for UI Automation itself. Wine 8 has none; on Windows this is the first thing that must work.</summary>
[SupportedOSPlatform("windows")]
internal static class UiaSmoke
{
    public static int Run()
    {
        try
        {
            _ = new UiaTree();
            Console.WriteLine("UI Automation: here");
            return 0;
        }
        catch (TreeFailedException refused)
        {
            Console.WriteLine($"UI Automation: {refused.Message}");
            return 4;
        }
    }
}
