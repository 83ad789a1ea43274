using System.Runtime.InteropServices;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>A side, what told it (tree, bubble_colour, ledger, none) and how sure it is, 0 to 1.</summary>
internal readonly record struct SideReading(RowSide Side, string Source, double Confidence)
{
    public const string FromTree = "tree";
    public const string FromColour = "bubble_colour";

    public static SideReading None => new(RowSide.Unknown, "none", 0);

    public static SideReading Tree(RowSide side) => side == RowSide.Unknown ? None : new(side, FromTree, 1);
}

/// <summary>
/// The side of a row by its picture: an own bubble is green and begins at the right, somebody else's is white or grey and
/// begins at the left. Where there is too little to go by, or one thing speaks against another, the side is unknown.
/// </summary>
internal static class RowPictureSide
{
    private const int ColourTolerance = 26;
    private const int NeutralTolerance = 12;
    private const int LeastContrast = 6;
    private const double LeastShare = 0.008;
    private const int LeastPixels = 40;
    private const double MostShare = 0.9;
    private const double GreenNoise = 0.002;
    private const double MarginShare = 0.02;
    private const double OwnBegins = 0.42;
    private const double OtherBegins = 0.5;
    // Letters of something that lies over the list have no surfaces; a bubble has one.
    private const double SolidShare = 0.05;
    private const int SameColour = 3;
    /// <summary>As sure as a picture can make it. The tree is surer.</summary>
    internal const double Sure = 0.97;


    private const double Likely = 0.8;
    private const double PlentyTimes = 4;

    private static readonly (int R, int G, int B)[] OwnGreens = [(149, 236, 105), (53, 210, 141)];

    public static SideReading Read(RowPicture picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        if (width < 16 || height < 4 || picture.Rgb.Length != width * height * 3)
        {
            return SideReading.None;
        }

        var pixels = picture.Rgb.Span;
        if (Background(pixels, width, height) is not { } background)
        {
            return SideReading.None;
        }

        var green = new Patch();
        var neutral = new Patch();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = ((y * width) + x) * 3;
                var (r, g, b) = (pixels[at], pixels[at + 1], pixels[at + 2]);
                if (IsOwnGreen(r, g, b))
                {
                    green.Add(x, y, (r, g, b));
                }
                else if (IsNeutral(r, g, b) && Distance((r, g, b), background) >= LeastContrast)
                {
                    neutral.Add(x, y, (r, g, b));
                }
            }
        }

        var all = width * height;
        var least = Math.Max(LeastPixels, all * LeastShare);
        if (green.Count >= least)
        {
            // A window of some green in front of the row is no bubble, and neither is a green picture that a customer sent.
            return green.Count <= all * MostShare && green.Mean >= width * OwnBegins
                ? new SideReading(RowSide.Own, SideReading.FromColour, green.Count >= least * PlentyTimes ? Sure : Likely)
                : SideReading.None;
        }

        return green.Count <= all * GreenNoise && neutral.Count >= least && neutral.Count <= all * MostShare
            && neutral.Mean <= width * OtherBegins && neutral.First <= width * OtherBegins / 2
            && neutral.LongestRun >= width * SolidShare
            ? new SideReading(RowSide.Other, SideReading.FromColour, neutral.Count >= least * PlentyTimes ? Likely + 0.1 : Likely)
            : SideReading.None;
    }

    /// <summary>The colour of both margins; null when they differ, as when something lies over the list.</summary>
    private static (int R, int G, int B)? Background(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var margin = Math.Max(1, (int)(width * MarginShare));
        var left = Average(pixels, width, height, 0, margin);
        var right = Average(pixels, width, height, width - margin, width);
        return Distance(left, right) <= NeutralTolerance && IsNeutral(left.R, left.G, left.B) ? left : null;
    }

    private static (int R, int G, int B) Average(ReadOnlySpan<byte> pixels, int width, int height, int from, int to)
    {
        var (r, g, b) = (0, 0, 0);
        for (var y = 0; y < height; y++)
        {
            for (var x = from; x < to; x++)
            {
                var at = ((y * width) + x) * 3;
                (r, g, b) = (r + pixels[at], g + pixels[at + 1], b + pixels[at + 2]);
            }
        }

        var count = height * (to - from);
        return (r / count, g / count, b / count);
    }

    private static bool IsOwnGreen(int r, int g, int b) =>
        Array.Exists(OwnGreens, own => Distance((r, g, b), own) <= ColourTolerance);

    private static bool IsNeutral(int r, int g, int b) =>
        Math.Max(r, Math.Max(g, b)) - Math.Min(r, Math.Min(g, b)) <= NeutralTolerance;

    private static int Distance((int R, int G, int B) one, (int R, int G, int B) other) => Math.Max(
        Math.Abs(one.R - other.R), Math.Max(Math.Abs(one.G - other.G), Math.Abs(one.B - other.B)));

    [StructLayout(LayoutKind.Auto)]
    private struct Patch()
    {
        private long _sum;
        private int _run;
        private (int X, int Y, (int R, int G, int B) Colour) _last = (-2, -1, default);

        public int Count { get; private set; }

        public int First { get; private set; } = int.MaxValue;

        /// <summary>Most pixels beside each other that have one colour.</summary>
        public int LongestRun { get; private set; }

        public readonly double Mean => Count == 0 ? 0 : (double)_sum / Count;

        public void Add(int x, int y, (int R, int G, int B) colour)
        {
            var goesOn = _last.Y == y && _last.X == x - 1 && Distance(_last.Colour, colour) <= SameColour;
            _run = goesOn ? _run + 1 : 1;
            _last = (x, y, colour);
            LongestRun = Math.Max(LongestRun, _run);
            Count++;
            _sum += x;
            First = Math.Min(First, x);
        }
    }
}
