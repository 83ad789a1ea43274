using System.Runtime.CompilerServices;
using System.Runtime.InteropServices.Marshalling;
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
        var record = InputRecord.Mouse(0x0800, -240);
        var bytes = new ReadOnlySpan<byte>(&record, 40);

        BitConverter.ToUInt32(bytes).ShouldBe(0u);
        BitConverter.ToInt32(bytes[16..]).ShouldBe(-240);
        BitConverter.ToUInt32(bytes[20..]).ShouldBe(0x0800u);
    }
}
