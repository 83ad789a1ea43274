using System.Runtime.InteropServices;

namespace WeChatPlatform.Capture.Windows.Tests.Interop;

/// <summary>A COM object made by hand: it has every interface, says yes to everything, and remembers which slot was called.</summary>
internal sealed unsafe class NativeObject : IDisposable
{
    private const int Slots = 80;

    // Held, because native code has only their addresses.
    private readonly List<Delegate> _methods = [];
    private readonly nint* _object;

    public NativeObject()
    {
        _object = (nint*)NativeMemory.AllocZeroed(1 + Slots, (nuint)sizeof(nint));
        _object[0] = (nint)(_object + 1);
        Add(0, new QueryInterface((nint self, nint _, out nint found) =>
        {
            found = self;
            return 0;
        }));
        Add(1, new Count(_ => 1));
        Add(2, new Count(_ => 1));
        for (var slot = 3; slot < Slots; slot++)
        {
            var called = slot;
            Add(slot, new Method((_, first, second) =>
            {
                LastSlot = called;
                (First, Second) = (first, second);
                return 0;
            }));
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int QueryInterface(nint self, nint iid, out nint found);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate uint Count(nint self);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int Method(nint self, nint first, nint second);

    public nint Reference => (nint)_object;

    public int LastSlot { get; private set; }

    public nint First { get; private set; }

    public nint Second { get; private set; }

    public void Dispose() => NativeMemory.Free(_object);

    private void Add(int slot, Delegate method)
    {
        _methods.Add(method);
        _object[1 + slot] = Marshal.GetFunctionPointerForDelegate(method);
    }
}
