using System.Runtime.CompilerServices;
using System.Runtime.InteropServices.Marshalling;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;
using WeChatPlatform.Capture.Windows.Input;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Tests.Interop;

/// <summary>Sizes and places of the structures that Windows reads, for 64-bit processes.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Structures_have_the_sizes_that_windows_expects()
    {
        Unsafe.SizeOf<InputRecord>().ShouldBe(40);
        Unsafe.SizeOf<QueuedMessage>().ShouldBe(48);
        Unsafe.SizeOf<BitmapFormat>().ShouldBe(40);
        Unsafe.SizeOf<Point>().ShouldBe(8);
        Unsafe.SizeOf<Edges>().ShouldBe(16);
        Unsafe.SizeOf<ComVariant>().ShouldBe(24);
    }

    [Fact]
    public unsafe void A_unit_of_text_lies_where_SendInput_reads_it()
    {
        var record = InputRecord.Of(new KeyStroke(0, '好', IsUp: true));
        var bytes = new ReadOnlySpan<byte>(&record, 40);

        bytes[0].ShouldBe((byte)1);
        BitConverter.ToUInt16(bytes[8..]).ShouldBe((ushort)0);
        BitConverter.ToUInt16(bytes[10..]).ShouldBe('好');
        BitConverter.ToUInt32(bytes[12..]).ShouldBe(2u | 4u);
    }

    [Fact]
    public unsafe void A_turn_of_the_wheel_lies_where_SendInput_reads_it()
    {
        var record = InputRecord.Wheel(-240);
        var bytes = new ReadOnlySpan<byte>(&record, 40);

        BitConverter.ToUInt32(bytes).ShouldBe(0u);
        BitConverter.ToInt32(bytes[16..]).ShouldBe(-240);
        BitConverter.ToUInt32(bytes[20..]).ShouldBe(0x0800u);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1919, 1079)]
    [InlineData(-1920, -200)]
    [InlineData(-1, 500)]
    [InlineData(4479, 1239)]
    public void A_pixel_of_any_screen_is_met_in_its_middle(int x, int y)
    {
        // A screen at the left, a little higher, the first one, and a large one at the right.
        var screens = new UiRect(-1920, -200, 1920 + 1920 + 2560, 1440);

        var move = InputRecord.MoveTo(new Point(x, y), screens);

        // Windows counts 65,536 places over all screens; by some descriptions 65,535.
        foreach (var places in new[] { 65_535.0, 65_536.0 })
        {
            ((int)Math.Floor(move.X * screens.Width / places) + screens.Left).ShouldBe(x);
            ((int)Math.Floor(move.Y * screens.Height / places) + screens.Top).ShouldBe(y);
        }

        move.MouseFlags.ShouldBe(0x8000u | 0x4000u | 0x0001u);
    }

    [Fact]
    public unsafe void A_move_lies_where_SendInput_reads_it()
    {
        var record = InputRecord.MoveTo(new Point(10, 20), new UiRect(0, 0, 65_536, 65_536));
        var bytes = new ReadOnlySpan<byte>(&record, 40);

        BitConverter.ToUInt32(bytes).ShouldBe(0u);
        BitConverter.ToInt32(bytes[8..]).ShouldBe(10);
        BitConverter.ToInt32(bytes[12..]).ShouldBe(20);
    }

    [Theory]
    [InlineData(false, 0x0002u, 0x0004u)]
    [InlineData(true, 0x0008u, 0x0010u)]
    public void A_click_is_one_of_the_main_button_wherever_it_lies(bool areExchanged, uint down, uint up) =>
        InputRecord.Click(areExchanged).Select(record => record.MouseFlags).ShouldBe([down, up]);

    [Fact]
    public void An_empty_text_may_be_no_memory_at_all()
    {
        // A BSTR without memory is a text without letters, and not the absence of one.
        var empty = ComVariant.CreateRaw<nint>(System.Runtime.InteropServices.VarEnum.VT_BSTR, 0);
        var absent = ComVariant.CreateRaw<nint>(System.Runtime.InteropServices.VarEnum.VT_UNKNOWN, 0);

        VariantReading.Text(ref empty).ShouldBe("");
        VariantReading.Text(ref absent).ShouldBeNull();
    }
}
