using WeChatPlatform.Capture.Agent.Commands;

return await AgentCommands.RunAsync(args);
