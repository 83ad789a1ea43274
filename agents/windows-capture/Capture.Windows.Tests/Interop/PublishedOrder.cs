namespace WeChatPlatform.Capture.Windows.Tests.Interop;

/// <summary>
/// The interfaces of UIAutomationClient.idl as published: id, base and methods in the order of the vtable, getters and
/// setters under their own names. Only as far as the agent declares them, and to the end where another interface follows.
/// </summary>
internal static class PublishedOrder
{
    public static readonly IReadOnlyDictionary<string, (string Id, string Methods)> Interfaces =
        new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["IUIAutomation"] = ("30CBE57D-D9D0-452A-AB13-7AC5AC4825EE",
                """
                CompareElements CompareRuntimeIds GetRootElement ElementFromHandle ElementFromPoint GetFocusedElement
                GetRootElementBuildCache ElementFromHandleBuildCache ElementFromPointBuildCache GetFocusedElementBuildCache
                CreateTreeWalker get_ControlViewWalker get_ContentViewWalker get_RawViewWalker get_RawViewCondition
                get_ControlViewCondition get_ContentViewCondition CreateCacheRequest CreateTrueCondition CreateFalseCondition
                CreatePropertyCondition CreatePropertyConditionEx CreateAndCondition CreateAndConditionFromArray
                CreateAndConditionFromNativeArray CreateOrCondition CreateOrConditionFromArray CreateOrConditionFromNativeArray
                CreateNotCondition AddAutomationEventHandler RemoveAutomationEventHandler
                AddPropertyChangedEventHandlerNativeArray AddPropertyChangedEventHandler RemovePropertyChangedEventHandler
                AddStructureChangedEventHandler RemoveStructureChangedEventHandler AddFocusChangedEventHandler
                RemoveFocusChangedEventHandler RemoveAllEventHandlers IntNativeArrayToSafeArray IntSafeArrayToNativeArray
                RectToVariant VariantToRect SafeArrayToRectNativeArray CreateProxyFactoryEntry get_ProxyFactoryMapping
                GetPropertyProgrammaticName GetPatternProgrammaticName PollForPotentialSupportedPatterns
                PollForPotentialSupportedProperties CheckNotSupported get_ReservedNotSupportedValue
                get_ReservedMixedAttributeValue ElementFromIAccessible ElementFromIAccessibleBuildCache
                """),
            ["IUIAutomation2"] = ("34723AFF-0C9D-49D0-9896-7AB52DF8CD8A",
                """
                get_AutoSetFocus put_AutoSetFocus get_ConnectionTimeout put_ConnectionTimeout get_TransactionTimeout
                put_TransactionTimeout
                """),
            ["IUIAutomationElement"] = ("D22108AA-8AC5-49A5-837B-37BBB3D7591E",
                """
                SetFocus GetRuntimeId FindFirst FindAll FindFirstBuildCache FindAllBuildCache BuildUpdatedCache
                GetCurrentPropertyValue GetCurrentPropertyValueEx GetCachedPropertyValue GetCachedPropertyValueEx
                GetCurrentPatternAs GetCachedPatternAs GetCurrentPattern GetCachedPattern GetCachedParent GetCachedChildren
                """),
            ["IUIAutomationElementArray"] = ("14314595-B4BC-4055-95F2-58F2E42C9855", "get_Length GetElement"),
            ["IUIAutomationCondition"] = ("352FFBA8-0973-437C-A61F-F64CAFD81DF9", ""),
            ["IUIAutomationCacheRequest"] = ("B32A92B5-BC25-4078-9C08-D7EE95C48E03",
                "AddProperty AddPattern Clone get_TreeScope put_TreeScope get_TreeFilter put_TreeFilter"),
            ["IUIAutomationInvokePattern"] = ("FB377FBE-8EA6-46D5-9C73-6499642D3059", "Invoke"),
            ["IUIAutomationSelectionItemPattern"] = ("A8EFA66A-0FDA-421A-9194-38021F3578EA", "Select"),
            ["IUIAutomationLegacyIAccessiblePattern"] = ("828055AD-355B-4435-86D5-3B51C14A9B1B", "Select DoDefaultAction"),
            ["IUIAutomationScrollPattern"] = ("88F4D42A-E881-459D-A77C-73BBBB7E02DC",
                """
                Scroll SetScrollPercent get_CurrentHorizontalScrollPercent get_CurrentVerticalScrollPercent
                get_CurrentHorizontalViewSize get_CurrentVerticalViewSize get_CurrentHorizontallyScrollable
                get_CurrentVerticallyScrollable
                """),
        };

    public static IReadOnlyList<string> MethodsOf(string name) =>
        Interfaces[name].Methods.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
