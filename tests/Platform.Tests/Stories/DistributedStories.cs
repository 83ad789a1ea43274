namespace WeChatPlatform.Platform.Tests.Stories;

public sealed class DistributedStories(DistributedShape shape) : PlatformStories<DistributedShape>(shape);
