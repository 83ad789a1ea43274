using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using WeChatPlatform.Capture.Windows.Automation;

namespace WeChatPlatform.Capture.Windows.Tests.Interop;

/// <summary>A method in the wrong place would call another one of the client's: this holds them against what is published.</summary>
public sealed class VtableTests
{
    private const int UnknownSlots = 3;

    public static TheoryData<string> Names => [.. PublishedOrder.Interfaces.Keys];

    [Fact]
    public void Every_interface_that_is_declared_is_held_against_the_published_one() =>
        Declared().Select(type => type.Name).ShouldBe(PublishedOrder.Interfaces.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_interface_has_the_published_id(string name) =>
        Declared().Single(type => type.Name == name).GUID.ShouldBe(Guid.Parse(PublishedOrder.Interfaces[name].Id));

    [Theory]
    [MemberData(nameof(Names))]
    public void Methods_stand_in_the_published_order(string name) =>
        Methods(name).Select(method => method.Name).ShouldBe(PublishedOrder.MethodsOf(name).Select(Declaration));

    [Fact]
    public void Every_method_gives_its_result_code() =>
        Declared().SelectMany(type => Methods(type.Name))
            .ShouldAllBe(method => method.ReturnType == typeof(int)
                && method.GetMethodImplementationFlags().HasFlag(MethodImplAttributes.PreserveSig));

    [Fact]
    public void A_call_of_an_element_goes_to_the_slot_of_its_method()
    {
        using var native = new NativeObject();
        var element = Wrap<IUIAutomationElement>(native);
        var condition = Wrap<IUIAutomationCondition>(native);
        var request = Wrap<IUIAutomationCacheRequest>(native);

        Slot(native, () => element.SetFocus()).ShouldBe(Published("IUIAutomationElement", "SetFocus"));
        Slot(native, () => element.FindFirstBuildCache(4, condition, request, out _))
            .ShouldBe(Published("IUIAutomationElement", "FindFirstBuildCache"));
        Slot(native, () => element.FindAllBuildCache(4, condition, request, out _))
            .ShouldBe(Published("IUIAutomationElement", "FindAllBuildCache"));
        Slot(native, () => element.BuildUpdatedCache(request, out _))
            .ShouldBe(Published("IUIAutomationElement", "BuildUpdatedCache"));
        Slot(native, () => element.GetCachedPropertyValueEx(30005, 1, out _))
            .ShouldBe(Published("IUIAutomationElement", "GetCachedPropertyValueEx"));
        Slot(native, () => element.GetCurrentPattern(10000, out _))
            .ShouldBe(Published("IUIAutomationElement", "GetCurrentPattern"));
        Slot(native, () => element.GetCachedChildren(out _)).ShouldBe(Published("IUIAutomationElement", "GetCachedChildren"));
    }

    [Fact]
    public void The_derived_interface_goes_on_behind_its_base()
    {
        using var native = new NativeObject();
        var automation = Wrap<IUIAutomation2>(native);
        var behind = PublishedOrder.MethodsOf("IUIAutomation").Count;

        Slot(native, () => automation.PutTransactionTimeout(1))
            .ShouldBe(behind + Published("IUIAutomation2", "put_TransactionTimeout"));
        Slot(native, () => automation.CreateCacheRequest(out _)).ShouldBe(Published("IUIAutomation", "CreateCacheRequest"));
        using var value = ComVariant.Create(1);
        Slot(native, () => automation.CreatePropertyConditionEx(30011, value, 2, out _))
            .ShouldBe(Published("IUIAutomation", "CreatePropertyConditionEx"));
    }

    [Fact]
    public void Arguments_go_over_as_they_are_and_objects_as_what_they_wrap()
    {
        using var native = new NativeObject();
        using var filter = new NativeObject();
        var request = Wrap<IUIAutomationCacheRequest>(native);

        Slot(native, () => request.PutTreeScope(7)).ShouldBe(Published("IUIAutomationCacheRequest", "put_TreeScope"));
        ((int)native.First).ShouldBe(7);
        Slot(native, () => request.PutTreeFilter(Wrap<IUIAutomationCondition>(filter)))
            .ShouldBe(Published("IUIAutomationCacheRequest", "put_TreeFilter"));
        native.First.ShouldBe(filter.Reference);
    }

    private static T Wrap<T>(NativeObject native)
        where T : class =>
        (T)new StrategyBasedComWrappers().GetOrCreateObjectForComInstance(native.Reference, CreateObjectFlags.UniqueInstance);

    private static int Slot(NativeObject native, Func<int> call)
    {
        call().ShouldBe(0);
        return native.LastSlot;
    }

    private static int Published(string name, string method)
    {
        var methods = PublishedOrder.MethodsOf(name).ToList();
        return UnknownSlots + methods.IndexOf(method);
    }

    private static string Declaration(string published) =>
        published.StartsWith("get_", StringComparison.Ordinal) ? "Get" + published[4..]
        : published.StartsWith("put_", StringComparison.Ordinal) ? "Put" + published[4..]
        : published;

    private static IEnumerable<Type> Declared() =>
        typeof(IUIAutomation).Assembly.GetTypes().Where(type => type.IsInterface
            && type.GetCustomAttribute<GeneratedComInterfaceAttribute>() is not null);

    // Without what the generator adds for the base: only a type's own declarations stand in the source.
    private static IEnumerable<MethodInfo> Methods(string name) =>
        Declared().Single(type => type.Name == name)
            .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .Where(method => PublishedOrder.MethodsOf(name).Select(Declaration).Contains(method.Name, StringComparer.Ordinal)
                || name != "IUIAutomation2")
            .OrderBy(method => method.MetadataToken);
}
