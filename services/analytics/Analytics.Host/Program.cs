using WeChatPlatform.Analytics;
using WeChatPlatform.Hosting;

return await PlatformHost.RunAsync(args, new AnalyticsModule());
