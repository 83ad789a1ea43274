using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// The agent's memory. Concurrency: one lock; a change is on the disk before anybody sees it, and a change that could
/// not be written did not happen. Holds the data folder for this process.
/// </summary>
internal sealed class AgentJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FolderLock _folderLock;
    private readonly JournalCipher _cipher;
    private readonly MessageAges _ages;
    private readonly JournalFile _file;
    private readonly ILogger<AgentJournal> _logger;
    private volatile JournalState _state;
    private volatile bool _unwritable;

    /// <exception cref="FolderInUseException">Another agent uses the folder.</exception>
    /// <exception cref="JournalUnavailableException">The folder cannot be read or written.</exception>
    public AgentJournal(
        IOptions<AgentOptions> options, IKeyProtection protection, TimeProvider time, ILogger<AgentJournal> logger)
    {
        _logger = logger;
        _ages = new MessageAges(time);
        var folder = Path.GetFullPath(options.Value.DataFolder);
        var now = time.GetUtcNow();
        var path = Path.Combine(folder, "journal.bin");
        try
        {
            _folderLock = new FolderLock(folder);
            _cipher = new JournalCipher(ReadOrCreateKey(Path.Combine(folder, "journal.key"), protection, now));
            _file = new JournalFile(path, _cipher);
            _state = Load(path, now) ?? JournalState.Empty(Guid.CreateVersion7(now).ToString());
            SetAsideFiles = DamagedFile.Count(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new JournalUnavailableException($"The data folder {folder} cannot be used", failure);
        }

        _ages.Note(_state.Queue);
    }

    /// <summary>Ends the world at a step of a write; for tests.</summary>
    internal Action<WriteStep>? Reached { get; set; }

    public JournalState State => _state;

    /// <summary>How many damaged files lie in the folder. Somebody should look at them and then delete them.</summary>
    public int SetAsideFiles { get; }

    /// <summary>True from a change that could not be written until one that could.</summary>
    public bool IsUnwritable => _unwritable;

    /// <summary>Raised when messages wait for the server.</summary>
    public Signal MessagesWaiting { get; } = new();

    /// <summary>Raised when attachments wait for the server.</summary>
    public Signal AttachmentsWaiting { get; } = new();

    /// <summary>Raised when outcomes wait for the server.</summary>
    public Signal ReportsWaiting { get; } = new();

    /// <summary>Raised when gaps wait for the server.</summary>
    public Signal GapsWaiting { get; } = new();

    /// <summary>Raised when a decision waits to be typed.</summary>
    public Signal DecisionsWaiting { get; } = new();

    /// <summary>How old a waiting message is, whatever was done to the PC's clock meanwhile.</summary>
    public TimeSpan AgeOf(QueuedMessage message) => _ages.Of(message);

    /// <summary>Makes a change durable. A change that returns the state it was given writes nothing.</summary>
    /// <exception cref="JournalUnavailableException">It could not be written, for want of space perhaps, and did not happen.</exception>
    public JournalState Update(Func<JournalState, JournalState> change)
    {
        JournalState before;
        JournalState after;
        lock (_gate)
        {
            before = _state;
            after = change(before);
            if (after == before)
            {
                return before;
            }

            Write(before, after);
            if (after.Queue != before.Queue)
            {
                _ages.Note(after.Queue);
            }

            _state = after;
        }

        if (after.Gaps > before.Gaps)
        {
            _logger.GapFound(after.Gaps - before.Gaps, after.Gaps);
        }

        RaiseWhenMore(MessagesWaiting, before.Queue, after.Queue);
        RaiseWhenMore(AttachmentsWaiting, before.Attachments, after.Attachments);
        RaiseWhenMore(ReportsWaiting, before.Reports, after.Reports);
        if (after.Queue.Count < before.Queue.Count && !after.Reports.IsEmpty)
        {
            // An outcome may have waited for its message.
            ReportsWaiting.Raise();
        }

        RaiseWhenMore(GapsWaiting, before.OpenGaps, after.OpenGaps);
        RaiseWhenMore(DecisionsWaiting, before.Ledger, after.Ledger);
        return after;
    }

    /// <summary>Encrypts what lies beside the journal with the journal's key.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain) => _cipher.Seal(plain);

    /// <exception cref="CryptographicException">Not sealed with this key, torn or changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes) => _cipher.Open(sealedBytes);

    public void Dispose()
    {
        _file?.Dispose();
        _cipher?.Dispose();
        _folderLock?.Dispose();
    }

    private static void RaiseWhenMore<T>(Signal signal, ImmutableList<T> before, ImmutableList<T> after)
    {
        if (before != after && !after.IsEmpty)
        {
            signal.Raise();
        }
    }

    private void Write(JournalState before, JournalState after)
    {
        try
        {
            _file.Write(before, after, Reached);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_unwritable)
            {
                _unwritable = true;
                _logger.JournalUnwritable(failure.Message);
            }

            throw new JournalUnavailableException("The journal cannot be written", failure);
        }

        if (_unwritable)
        {
            _unwritable = false;
            _logger.JournalWritableAgain();
        }
    }

    private byte[] ReadOrCreateKey(string path, IKeyProtection protection, DateTimeOffset now)
    {
        if (File.Exists(path))
        {
            if (JournalKey.Read(path, protection) is { } stored)
            {
                return stored;
            }

            DamagedFile.SetAside(path, "it holds no key that can be used here", now, _logger);
        }

        return JournalKey.Create(path, protection);
    }

    private JournalState? Load(string path, DateTimeOffset now)
    {
        try
        {
            return _file.Read();
        }
        catch (Exception damage) when (damage is CryptographicException or JsonException)
        {
            DamagedFile.SetAside(path, damage.Message, now, _logger);
            return null;
        }
    }
}

/// <summary>The disk is full, or the folder is not ours to write. Nothing happened.</summary>
internal sealed class JournalUnavailableException(string what, Exception cause) : IOException($"{what}: {cause.Message}", cause);
