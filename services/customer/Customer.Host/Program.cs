using WeChatPlatform.Customer;
using WeChatPlatform.Hosting;

return await PlatformHost.RunAsync(args, new CustomerModule());
