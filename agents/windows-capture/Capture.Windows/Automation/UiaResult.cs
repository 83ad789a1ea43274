using System.Globalization;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>What an HRESULT of UI Automation means for the agent.</summary>
internal static class UiaResult
{
    public const int NotSupported = unchecked((int)0x80040204);
    public const int InvalidArgument = unchecked((int)0x80070057);

    private const int Timeout = unchecked((int)0x80131505);
    private const int CallCancelled = unchecked((int)0x80010002);

    /// <summary>
    /// UIA_E_ELEMENTNOTAVAILABLE; the window handle is none any more; RPC: server fault, disconnected, unavailable, failed;
    /// the object lost its connection.
    /// </summary>
    private static readonly HashSet<int> Gone =
    [
        unchecked((int)0x80040201),
        unchecked((int)0x80070578),
        unchecked((int)0x80010105),
        unchecked((int)0x80010108),
        unchecked((int)0x800706BA),
        unchecked((int)0x800706BE),
        unchecked((int)0x800401FD),
    ];

    /// <summary>Throws for a failure.</summary>
    /// <exception cref="ElementGoneException">The code says that the element is no more.</exception>
    /// <exception cref="DesktopUnavailableException">not_answering: the client let the call wait too long.</exception>
    /// <exception cref="TreeFailedException">Any other failure.</exception>
    public static void Check(int result)
    {
        if (result >= 0)
        {
            return;
        }

        var code = string.Create(CultureInfo.InvariantCulture, $"0x{result:X8}");
        throw result switch
        {
            Timeout or CallCancelled => new DesktopUnavailableException("not_answering"),
            _ when Gone.Contains(result) => new ElementGoneException(code),
            _ => new TreeFailedException(code),
        };
    }

    /// <summary>For calls that may be refused: a dead element is told all the same.</summary>
    public static void ThrowIfGone(int result)
    {
        if (Gone.Contains(result))
        {
            Check(result);
        }
    }

    /// <summary>As <see cref="Check(int)"/>, for a call that must give something.</summary>
    public static T Check<T>(int result, T? given)
        where T : class
    {
        Check(result);
        return given ?? throw new ElementGoneException("The call gave nothing.");
    }
}
