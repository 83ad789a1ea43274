using Microsoft.Extensions.Hosting;
using WeChatPlatform.Capture.Agent;

return await AgentProcess.RunAsync(Host.CreateApplicationBuilder(args));
