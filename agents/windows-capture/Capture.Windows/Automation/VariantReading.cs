using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>Property values out of variants. A type that was not expected is an absent value: providers are sloppy.</summary>
internal static partial class VariantReading
{
    private const VarEnum Array = VarEnum.VT_ARRAY;

    /// <summary>A BSTR without memory is an empty text: a field that holds nothing, not one that does not say what it holds.</summary>
    public static string? Text(ref ComVariant value) => value.VarType == VarEnum.VT_BSTR ? value.As<string>() ?? "" : null;

    public static int? Number(ref ComVariant value) => value.VarType == VarEnum.VT_I4 ? value.As<int>() : null;

    public static bool IsTrue(ref ComVariant value) => value.VarType == VarEnum.VT_BOOL && value.As<bool>();

    [SupportedOSPlatform("windows")]
    public static int[] Numbers(ref ComVariant value) => Elements<int>(ref value, VarEnum.VT_I4);

    [SupportedOSPlatform("windows")]
    public static double[] Doubles(ref ComVariant value) => Elements<double>(ref value, VarEnum.VT_R8);

    [SupportedOSPlatform("windows")]
    private static unsafe T[] Elements<T>(ref ComVariant value, VarEnum type)
        where T : unmanaged
    {
        var array = value.VarType == (Array | type) ? value.GetRawDataRef<nint>() : 0;
        if (array == 0 || SafeArrayGetLBound(array, 1, out var first) < 0 || SafeArrayGetUBound(array, 1, out var last) < 0
            || SafeArrayAccessData(array, out var data) < 0)
        {
            return [];
        }

        try
        {
            return new ReadOnlySpan<T>((void*)data, Math.Max(0, last - first + 1)).ToArray();
        }
        finally
        {
            _ = SafeArrayUnaccessData(array);
        }
    }

    [LibraryImport("oleaut32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SafeArrayGetLBound(nint array, uint dimension, out int bound);

    [LibraryImport("oleaut32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SafeArrayGetUBound(nint array, uint dimension, out int bound);

    [LibraryImport("oleaut32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SafeArrayAccessData(nint array, out nint data);

    [LibraryImport("oleaut32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SafeArrayUnaccessData(nint array);
}
