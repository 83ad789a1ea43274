using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class RowPictureSideTests
{
    [Theory]
    [InlineData(true, false, "在吗")]
    [InlineData(true, true, "在吗")]
    [InlineData(true, false, "您好，7kW 的充电桩有货，安装大约需要半天，师傅会提前联系您确认时间。")]
    [InlineData(true, true, "您好，7kW 的充电桩有货，安装大约需要半天，师傅会提前联系您确认时间。")]
    public void A_green_bubble_is_an_own_one(bool own, bool dark, string text) =>
        RowPictureSide.Read(Paint(text, own, dark)).Side.ShouldBe(RowSide.Own);

    [Theory]
    [InlineData(false, "在吗")]
    [InlineData(true, "在吗")]
    [InlineData(false, "您好，请问 7kW 的充电桩有没有货，安装需要多长时间，师傅什么时候能来？")]
    [InlineData(true, "您好，请问 7kW 的充电桩有没有货，安装需要多长时间，师傅什么时候能来？")]
    public void A_white_or_grey_bubble_at_the_left_is_somebody_elses(bool dark, string text)
    {
        var reading = RowPictureSide.Read(Paint(text, own: false, dark));

        reading.Side.ShouldBe(RowSide.Other);
        reading.Source.ShouldBe("bubble_colour");
        reading.Confidence.ShouldBeInRange(0.6, 0.99);
    }

    [Fact]
    public void A_larger_bubble_makes_surer() =>
        RowPictureSide.Read(Paint("您好，7kW 的充电桩有货，安装大约需要半天。", own: true, dark: false)).Confidence
            .ShouldBeGreaterThan(RowPictureSide.Read(Canvas((245, 245, 245), (130, 8, 8, 8, (149, 236, 105)))).Confidence);

    [Theory]
    [InlineData("image")]
    [InlineData("sticker")]
    public void A_picture_without_a_bubble_tells_nothing(string kind) =>
        RowPictureSide.Read(Picture(new SimulatedMessage("", kind), own: false)).ShouldBe(SideReading.None);

    [Fact]
    public void A_row_of_one_colour_tells_nothing() =>
        RowPictureSide.Read(Canvas((245, 245, 245))).ShouldBe(SideReading.None);

    [Fact]
    public void A_green_window_over_the_row_tells_nothing() =>
        RowPictureSide.Read(Canvas((149, 236, 105))).ShouldBe(SideReading.None);

    [Fact]
    public void A_green_surface_at_the_left_is_no_own_bubble() =>
        RowPictureSide.Read(Canvas((245, 245, 245), (26, 3, 40, 18, (149, 236, 105)))).ShouldBe(SideReading.None);

    [Fact]
    public void A_window_over_one_half_of_the_row_tells_nothing() =>
        RowPictureSide.Read(Canvas((245, 245, 245), (0, 0, 90, 24, (60, 60, 60)))).ShouldBe(SideReading.None);

    [Fact]
    public void Letters_of_another_window_are_no_bubble()
    {
        var letters = Enumerable.Range(0, 20).Select(i => (10 + (i * 3), 6, 1, 12, (0, 0, 0))).ToArray();

        RowPictureSide.Read(Canvas((255, 255, 255), letters)).ShouldBe(SideReading.None);
    }

    [Theory]
    [InlineData(8, 24)]
    [InlineData(160, 2)]
    [InlineData(0, 0)]
    public void A_picture_that_is_too_small_tells_nothing(int width, int height) =>
        RowPictureSide.Read(new RowPicture(width, height, new byte[width * height * 3])).ShouldBe(SideReading.None);

    [Fact]
    public void A_picture_that_is_cut_short_tells_nothing() =>
        RowPictureSide.Read(new RowPicture(160, 24, new byte[100])).ShouldBe(SideReading.None);

    [Fact]
    public void Sides_are_told_at_every_scale_and_with_colours_a_little_off()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (own, dark) = (random.Next(2) == 0, random.Next(2) == 0);
            var painted = Paint(new string('字', random.Next(1, 40)), own, dark);
            var rgb = painted.Rgb.ToArray();
            for (var at = 0; at < rgb.Length; at++)
            {
                rgb[at] = (byte)Math.Clamp(rgb[at] + random.Next(-1, 2), 0, 255);
            }

            RowPictureSide.Read(painted with { Rgb = rgb }).Side.ShouldBe(own ? RowSide.Own : RowSide.Other, $"seed {seed}");
        }
    }

    private static RowPicture Paint(string text, bool own, bool dark) => Picture(new SimulatedMessage(text), own, dark);

    private static RowPicture Picture(SimulatedMessage message, bool own, bool dark = false)
    {
        var painted = RowPainter.Paint(
            new SimulatedRow(1, RowClass.Text, message.Text, null, own, DateTimeOffset.UnixEpoch) { Message = message }, dark);
        return new RowPicture(painted.Width, painted.Height, painted.Rgb);
    }

    private static RowPicture Canvas(
        (int R, int G, int B) background, params (int X, int Y, int Width, int Height, (int R, int G, int B) Colour)[] surfaces)
    {
        const int width = 160;
        const int height = 24;
        var rgb = new byte[width * height * 3];
        foreach (var (left, top, wide, high, colour) in surfaces.Prepend((0, 0, width, height, background)))
        {
            for (var y = top; y < top + high; y++)
            {
                for (var x = left; x < left + wide; x++)
                {
                    var at = ((y * width) + x) * 3;
                    (rgb[at], rgb[at + 1], rgb[at + 2]) = ((byte)colour.R, (byte)colour.G, (byte)colour.B);
                }
            }
        }

        return new RowPicture(width, height, rgb);
    }
}
