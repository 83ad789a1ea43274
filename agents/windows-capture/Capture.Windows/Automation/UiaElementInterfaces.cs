using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>
/// An element. Its properties are read as variants, cached ones only: the getters behind the last method here are the same
/// properties one by one.
/// </summary>
[GeneratedComInterface]
[Guid("d22108aa-8ac5-49a5-837b-37bbb3d7591e")]
internal partial interface IUIAutomationElement
{
    [PreserveSig]
    int SetFocus();

    [PreserveSig]
    int GetRuntimeId();

    [PreserveSig]
    int FindFirst();

    [PreserveSig]
    int FindAll();

    [PreserveSig]
    int FindFirstBuildCache(
        int scope,
        IUIAutomationCondition condition,
        IUIAutomationCacheRequest request,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationElement>))] out IUIAutomationElement? found);

    [PreserveSig]
    int FindAllBuildCache(
        int scope,
        IUIAutomationCondition condition,
        IUIAutomationCacheRequest request,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationElementArray>))] out IUIAutomationElementArray? found);

    [PreserveSig]
    int BuildUpdatedCache(
        IUIAutomationCacheRequest request,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationElement>))] out IUIAutomationElement? updated);

    [PreserveSig]
    int GetCurrentPropertyValue();

    [PreserveSig]
    int GetCurrentPropertyValueEx();

    [PreserveSig]
    int GetCachedPropertyValue();

    /// <summary>With <paramref name="ignoreDefault"/> 1 a property that the provider has not is VT_UNKNOWN, not its default.</summary>
    [PreserveSig]
    int GetCachedPropertyValueEx(int property, int ignoreDefault, out ComVariant value);

    [PreserveSig]
    int GetCurrentPatternAs();

    [PreserveSig]
    int GetCachedPatternAs();

    /// <summary>The pattern as IUnknown; 0 when the element has it not. The caller releases it.</summary>
    [PreserveSig]
    int GetCurrentPattern(int pattern, out nint found);

    [PreserveSig]
    int GetCachedPattern();

    [PreserveSig]
    int GetCachedParent();

    /// <summary>Null where there are none.</summary>
    [PreserveSig]
    int GetCachedChildren(
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationElementArray>))] out IUIAutomationElementArray? children);
}

[GeneratedComInterface]
[Guid("14314595-b4bc-4055-95f2-58f2e42c9855")]
internal partial interface IUIAutomationElementArray
{
    [PreserveSig]
    int GetLength(out int length);

    [PreserveSig]
    int GetElement(
        int index,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationElement>))] out IUIAutomationElement? element);
}

[GeneratedComInterface]
[Guid("352ffba8-0973-437c-a61f-f64cafd81df9")]
internal partial interface IUIAutomationCondition;

[GeneratedComInterface]
[Guid("b32a92b5-bc25-4078-9c08-d7ee95c48e03")]
internal partial interface IUIAutomationCacheRequest
{
    [PreserveSig]
    int AddProperty(int property);

    [PreserveSig]
    int AddPattern();

    [PreserveSig]
    int Clone();

    [PreserveSig]
    int GetTreeScope();

    [PreserveSig]
    int PutTreeScope(int scope);

    [PreserveSig]
    int GetTreeFilter();

    [PreserveSig]
    int PutTreeFilter(IUIAutomationCondition filter);
}

[GeneratedComInterface]
[Guid("fb377fbe-8ea6-46d5-9c73-6499642d3059")]
internal partial interface IUIAutomationInvokePattern
{
    [PreserveSig]
    int Invoke();
}

[GeneratedComInterface]
[Guid("a8efa66a-0fda-421a-9194-38021f3578ea")]
internal partial interface IUIAutomationSelectionItemPattern
{
    [PreserveSig]
    int Select();
}

[GeneratedComInterface]
[Guid("828055ad-355b-4435-86d5-3b51c14a9b1b")]
internal partial interface IUIAutomationLegacyIAccessiblePattern
{
    [PreserveSig]
    int Select();

    [PreserveSig]
    int DoDefaultAction();
}

[GeneratedComInterface]
[Guid("88f4d42a-e881-459d-a77c-73bbbb7e02dc")]
internal partial interface IUIAutomationScrollPattern
{
    [PreserveSig]
    int Scroll(int horizontal, int vertical);

    [PreserveSig]
    int SetScrollPercent();

    [PreserveSig]
    int GetCurrentHorizontalScrollPercent();

    [PreserveSig]
    int GetCurrentVerticalScrollPercent(out double percent);

    [PreserveSig]
    int GetCurrentHorizontalViewSize();

    [PreserveSig]
    int GetCurrentVerticalViewSize();

    [PreserveSig]
    int GetCurrentHorizontallyScrollable();

    [PreserveSig]
    int GetCurrentVerticallyScrollable(out int scrollable);
}
