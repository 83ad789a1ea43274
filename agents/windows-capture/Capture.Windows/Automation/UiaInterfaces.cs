using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace WeChatPlatform.Capture.Windows.Automation;

// The interfaces of UI Automation's client as far as the agent calls them. A method's place is its slot in the vtable, so
// everything before the last one that is called stands here in the order of UIAutomationClient.idl; a method without
// parameters only keeps its place and must not be called. VtableTests holds the order against the published one.
// Every method gives its HRESULT: a dead element is an everyday answer, not an exception.

[GeneratedComInterface]
[Guid("30cbe57d-d9d0-452a-ab13-7ac5ac4825ee")]
internal partial interface IUIAutomation
{
    [PreserveSig]
    int CompareElements();

    [PreserveSig]
    int CompareRuntimeIds();

    [PreserveSig]
    int GetRootElement();

    [PreserveSig]
    int ElementFromHandle();

    [PreserveSig]
    int ElementFromPoint();

    [PreserveSig]
    int GetFocusedElement();

    [PreserveSig]
    int GetRootElementBuildCache();

    [PreserveSig]
    int ElementFromHandleBuildCache(
        nint window,
        IUIAutomationCacheRequest request,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationElement>))] out IUIAutomationElement? element);

    [PreserveSig]
    int ElementFromPointBuildCache();

    [PreserveSig]
    int GetFocusedElementBuildCache(
        IUIAutomationCacheRequest request,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationElement>))] out IUIAutomationElement? element);

    [PreserveSig]
    int CreateTreeWalker();

    [PreserveSig]
    int GetControlViewWalker();

    [PreserveSig]
    int GetContentViewWalker();

    [PreserveSig]
    int GetRawViewWalker();

    [PreserveSig]
    int GetRawViewCondition(
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationCondition>))] out IUIAutomationCondition? condition);

    [PreserveSig]
    int GetControlViewCondition();

    [PreserveSig]
    int GetContentViewCondition();

    [PreserveSig]
    int CreateCacheRequest(
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationCacheRequest>))] out IUIAutomationCacheRequest? request);

    [PreserveSig]
    int CreateTrueCondition(
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationCondition>))] out IUIAutomationCondition? condition);

    [PreserveSig]
    int CreateFalseCondition();

    [PreserveSig]
    int CreatePropertyCondition(
        int property,
        ComVariant value,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationCondition>))] out IUIAutomationCondition? condition);

    [PreserveSig]
    int CreatePropertyConditionEx(
        int property,
        ComVariant value,
        int flags,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationCondition>))] out IUIAutomationCondition? condition);

    [PreserveSig]
    int CreateAndCondition(
        IUIAutomationCondition one,
        IUIAutomationCondition other,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationCondition>))] out IUIAutomationCondition? condition);

    [PreserveSig]
    int CreateAndConditionFromArray();

    [PreserveSig]
    int CreateAndConditionFromNativeArray();

    [PreserveSig]
    int CreateOrCondition(
        IUIAutomationCondition one,
        IUIAutomationCondition other,
        [MarshalUsing(typeof(UniqueComInterfaceMarshaller<IUIAutomationCondition>))] out IUIAutomationCondition? condition);

    [PreserveSig]
    int CreateOrConditionFromArray();

    [PreserveSig]
    int CreateOrConditionFromNativeArray();

    [PreserveSig]
    int CreateNotCondition();

    [PreserveSig]
    int AddAutomationEventHandler();

    [PreserveSig]
    int RemoveAutomationEventHandler();

    [PreserveSig]
    int AddPropertyChangedEventHandlerNativeArray();

    [PreserveSig]
    int AddPropertyChangedEventHandler();

    [PreserveSig]
    int RemovePropertyChangedEventHandler();

    [PreserveSig]
    int AddStructureChangedEventHandler();

    [PreserveSig]
    int RemoveStructureChangedEventHandler();

    [PreserveSig]
    int AddFocusChangedEventHandler();

    [PreserveSig]
    int RemoveFocusChangedEventHandler();

    [PreserveSig]
    int RemoveAllEventHandlers();

    [PreserveSig]
    int IntNativeArrayToSafeArray();

    [PreserveSig]
    int IntSafeArrayToNativeArray();

    [PreserveSig]
    int RectToVariant();

    [PreserveSig]
    int VariantToRect();

    [PreserveSig]
    int SafeArrayToRectNativeArray();

    [PreserveSig]
    int CreateProxyFactoryEntry();

    [PreserveSig]
    int GetProxyFactoryMapping();

    [PreserveSig]
    int GetPropertyProgrammaticName();

    [PreserveSig]
    int GetPatternProgrammaticName();

    [PreserveSig]
    int PollForPotentialSupportedPatterns();

    [PreserveSig]
    int PollForPotentialSupportedProperties();

    [PreserveSig]
    int CheckNotSupported();

    [PreserveSig]
    int GetReservedNotSupportedValue();

    [PreserveSig]
    int GetReservedMixedAttributeValue();

    [PreserveSig]
    int ElementFromIAccessible();

    [PreserveSig]
    int ElementFromIAccessibleBuildCache();
}

/// <summary>Windows 8 and later: what a provider that does not answer may cost.</summary>
[GeneratedComInterface]
[Guid("34723aff-0c9d-49d0-9896-7ab52df8cd8a")]
internal partial interface IUIAutomation2 : IUIAutomation
{
    [PreserveSig]
    int GetAutoSetFocus();

    [PreserveSig]
    int PutAutoSetFocus(int focus);

    [PreserveSig]
    int GetConnectionTimeout();

    [PreserveSig]
    int PutConnectionTimeout(uint milliseconds);

    [PreserveSig]
    int GetTransactionTimeout();

    [PreserveSig]
    int PutTransactionTimeout(uint milliseconds);
}
