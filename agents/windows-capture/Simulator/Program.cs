using Microsoft.Extensions.Options;
using WeChatPlatform.Simulator;

var app = SimulatorApp.Build(args);
try
{
    // Chats that cannot be read, or a port that is taken, end the process here with their reason.
    app.Services.GetRequiredService<SimulatedWorld>();
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException invalid)
{
    foreach (var fault in invalid.Failures)
    {
        await Console.Error.WriteLineAsync(fault);
    }

    return 2;
}
catch (IOException failure)
{
    await Console.Error.WriteLineAsync(
        $"The simulated desktop cannot start (port taken, or its folder used by another one?): {failure.Message}");
    return 3;
}
