using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>A rectangle of the screen as bytes. It is looked at and forgotten, never stored.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class ScreenPicture
{
    private const uint Copy = 0x00CC0020;
    private const ushort BitsPerPixel = 32;
    // A row as wide as four large screens and as high as one.
    private const int MostPixels = 16_384 * 2_160;

    /// <summary>Null when it could not be had, or is too large to be a row.</summary>
    public static byte[]? Take(UiRect area)
    {
        if (area.IsEmpty || (long)area.Width * area.Height > MostPixels)
        {
            return null;
        }

        var screen = GetDC(0);
        var memory = CreateCompatibleDC(screen);
        var bitmap = CreateCompatibleBitmap(screen, area.Width, area.Height);
        var before = SelectObject(memory, bitmap);
        try
        {
            if (!BitBlt(memory, 0, 0, area.Width, area.Height, screen, area.Left, area.Top, Copy))
            {
                return null;
            }

            // While it is selected, its bits must not be read.
            _ = SelectObject(memory, before);
            var format = new BitmapFormat
            {
                Size = (uint)sizeof(BitmapFormat),
                Width = area.Width,
                // Negative: rows from the top.
                Height = -area.Height,
                Planes = 1,
                Bits = BitsPerPixel,
            };
            var pixels = new byte[area.Width * area.Height * 4];
            fixed (byte* start = pixels)
            {
                return GetDIBits(memory, bitmap, 0, (uint)area.Height, (nint)start, ref format, 0) == area.Height ? pixels : null;
            }
        }
        finally
        {
            // In this order: a bitmap that is still selected is not deleted.
            _ = DeleteDC(memory);
            _ = DeleteObject(bitmap);
            _ = ReleaseDC(0, screen);
        }
    }

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetDC(nint window);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ReleaseDC(nint window, nint device);

    [LibraryImport("gdi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateCompatibleDC(nint device);

    [LibraryImport("gdi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateCompatibleBitmap(nint device, int width, int height);

    [LibraryImport("gdi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint SelectObject(nint device, nint drawing);

    [LibraryImport("gdi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool BitBlt(
        nint to, int x, int y, int width, int height, nint from, int fromX, int fromY, uint operation);

    [LibraryImport("gdi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetDIBits(
        nint device, nint bitmap, uint first, uint lines, nint pixels, ref BitmapFormat format, uint usage);

    [LibraryImport("gdi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int DeleteObject(nint drawing);

    [LibraryImport("gdi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int DeleteDC(nint device);
}

/// <summary>BITMAPINFOHEADER.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BitmapFormat
{
    public uint Size;
    public int Width;
    public int Height;
    public ushort Planes;
    public ushort Bits;
    public uint Compression;
    public uint ImageBytes;
    public int HorizontalResolution;
    public int VerticalResolution;
    public uint ColoursUsed;
    public uint ColoursImportant;
}
