using WeChatPlatform.Capture.Windows.Smoke;

if (!OperatingSystem.IsWindows())
{
    await Console.Error.WriteLineAsync("This runs on Windows or under Wine: see smoke.sh.");
    return 2;
}

return args switch
{
    ["window", var className, var title] => FakeWindow.Run(className, title),
    ["uia"] => UiaSmoke.Run(),
    [] => await DriveSmoke.RunAsync(),
    _ => 2,
};
