using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Runtime.Versioning;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>Makes UI Automation's objects and gives them back at once: each holds something in the client's process.</summary>
[SupportedOSPlatform("windows")]
internal static partial class UiaObjects
{
    private const uint InProcess = 1;

    private static readonly Guid Automation8 = new("e22ad333-b25f-460c-83d0-0581107395c9");
    private static readonly StrategyBasedComWrappers Wrappers = new();

    /// <exception cref="TreeFailedException">This system has none.</exception>
    public static IUIAutomation2 CreateAutomation()
    {
        var clsid = Automation8;
        var iid = typeof(IUIAutomation2).GUID;
        UiaResult.Check(CoCreateInstance(in clsid, 0, InProcess, in iid, out var automation));
        return Wrap<IUIAutomation2>(automation);
    }

    /// <summary>Takes over the reference.</summary>
    public static T Wrap<T>(nint reference)
        where T : class
    {
        try
        {
            return (T)Wrappers.GetOrCreateObjectForComInstance(reference, CreateObjectFlags.UniqueInstance);
        }
        finally
        {
            Marshal.Release(reference);
        }
    }

    public static void Release(object? wrapper) => (wrapper as ComObject)?.FinalRelease();

    /// <summary>The element's own properties, as they are in its cache.</summary>
    public static UiNode NodeOf(IUIAutomationElement element)
    {
        var bounds = Property(element, UiaIds.BoundingRectangle, VariantReading.Doubles) ?? [];
        var id = Property(element, UiaIds.RuntimeId, VariantReading.Numbers) ?? [];
        return new UiNode(
            UiaIds.ControlOf(Property(element, UiaIds.ControlType, VariantReading.Number) ?? 0),
            Property(element, UiaIds.ClassName, VariantReading.Text) ?? "",
            Property(element, UiaIds.AutomationId, VariantReading.Text) ?? "",
            Property(element, UiaIds.Name, VariantReading.Text) ?? "",
            id.Length == 0 ? null : string.Join('.', id),
            Property(element, UiaIds.ValueValue, VariantReading.Text))
        {
            Bounds = UiaBounds.Of(bounds),
            FullDescription = Property(element, UiaIds.FullDescription, VariantReading.Text),
        };
    }

    public static bool HasFocus(IUIAutomationElement element) =>
        Property(element, UiaIds.HasKeyboardFocus, VariantReading.IsTrue);

    private delegate T Reading<T>(ref ComVariant value);

    private static T? Property<T>(IUIAutomationElement element, int property, Reading<T> read)
    {
        // A property that this Windows does not know was not cached, and an absent one is a sentinel object.
        if (element.GetCachedPropertyValueEx(property, ignoreDefault: 1, out var value) < 0)
        {
            return default;
        }

        try
        {
            return read(ref value);
        }
        finally
        {
            value.Dispose();
        }
    }

    [LibraryImport("ole32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CoCreateInstance(in Guid clsid, nint outer, uint context, in Guid iid, out nint instance);
}
