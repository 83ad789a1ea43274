using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Control;

/// <summary>
/// The switch of the person at this PC: while it is on, nothing is typed, whatever the server says; chats are read on. It is
/// a file of the data folder, so it lasts through a restart, works while no agent runs, and a journal that is lost does not
/// take it along. Whoever sees the file on the disk may believe it: the agent looks before each text and each Enter.
/// </summary>
internal sealed class LocalStop
{
    private const string FileName = "stopped";
    private readonly string _path;
    private readonly AgentHealth _health;
    private readonly TimeProvider _time;
    private readonly ILogger<LocalStop> _logger;

    // Until the file is there, and when it cannot be written: who says stop is obeyed on a full disk too.
    private volatile bool _isOn;

    public LocalStop(IOptions<AgentOptions> options, AgentHealth health, TimeProvider time, ILogger<LocalStop> logger)
    {
        _path = PathIn(options.Value.DataFolder);
        _health = health;
        _time = time;
        _logger = logger;
        Look();
    }

    /// <summary>True: nothing may be typed.</summary>
    public bool IsOn => _isOn || File.Exists(_path);

    /// <summary>When it was switched on; absent while it is off, or when the file is gone or unreadable.</summary>
    public DateTimeOffset? Since => File.Exists(_path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(_path)) : null;

    /// <summary>Looks at the file, and says so when somebody changed it from outside.</summary>
    public bool Look()
    {
        var isOn = IsOn;
        if (_health.IsStoppedLocally != isOn)
        {
            _health.IsStoppedLocally = isOn;
            Say(isOn, "file");
        }

        return isOn;
    }

    /// <summary>From now on nothing is typed. A text that stands in the box already is taken out, not sent.</summary>
    /// <param name="by">What asked for it: command, page, hotkey.</param>
    /// <exception cref="JournalUnavailableException">The file could not be written: it lasts until the process ends.</exception>
    public void Pause(string by)
    {
        _isOn = true;
        if (!_health.IsStoppedLocally)
        {
            _health.IsStoppedLocally = true;
            Say(isOn: true, by);
        }

        Write(_path, by, _time);
        _isOn = false;
    }

    /// <exception cref="JournalUnavailableException">The file could not be deleted: it goes on.</exception>
    public void Resume(string by)
    {
        Delete(_path);
        _isOn = false;
        if (_health.IsStoppedLocally)
        {
            _health.IsStoppedLocally = false;
            Say(isOn: false, by);
        }
    }

    /// <summary>Switches on or off for the next start, where no agent runs.</summary>
    /// <exception cref="JournalUnavailableException">The folder cannot be written.</exception>
    public static void Leave(string dataFolder, bool isOn, TimeProvider time)
    {
        if (isOn)
        {
            Write(PathIn(dataFolder), "command", time);
        }
        else
        {
            Delete(PathIn(dataFolder));
        }
    }

    private static string PathIn(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), FileName);

    private static void Write(string path, string by, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            DurableFile.Replace(path, Encoding.UTF8.GetBytes($"{time.GetUtcNow():O} {by}\n"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(path))
            {
                // Stopped before, and it lasts.
                return;
            }

            throw new JournalUnavailableException("The stop cannot be made to last", failure);
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // No folder, no file.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException("The stop cannot be taken away", failure);
        }
    }

    private void Say(bool isOn, string by)
    {
        if (isOn)
        {
            _logger.StoppedLocally(by);
        }
        else
        {
            _logger.ResumedLocally(by);
        }
    }
}
