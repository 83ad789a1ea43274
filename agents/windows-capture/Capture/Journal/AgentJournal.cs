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
    private readonly string _path;
    private readonly ILogger<AgentJournal> _logger;
    private volatile JournalState _state;

    public AgentJournal(IOptions<AgentOptions> options, TimeProvider time, ILogger<AgentJournal> logger)
    {
        _logger = logger;
        var folder = Path.GetFullPath(options.Value.DataFolder);
        _folderLock = new FolderLock(folder);
        _path = Path.Combine(folder, "journal.bin");
        var key = ReadOrCreateKey(Path.Combine(folder, "journal.key"), time.GetUtcNow());
        _cipher = new JournalCipher(key);
        _state = Load(time.GetUtcNow()) ?? JournalState.Empty(Guid.CreateVersion7(time.GetUtcNow()).ToString());
    }

    /// <summary>Ends the world at a step of a write; for tests.</summary>
    internal Action<ReplaceStep>? Reached { get; set; }

    public JournalState State => _state;

    /// <summary>Raised when messages wait for the server.</summary>
    public Signal MessagesWaiting { get; } = new();

    /// <summary>Raised when outcomes wait for the server.</summary>
    public Signal ReportsWaiting { get; } = new();

    /// <summary>Raised when gaps wait for the server.</summary>
    public Signal GapsWaiting { get; } = new();

    /// <summary>Raised when a decision waits to be typed.</summary>
    public Signal DecisionsWaiting { get; } = new();

    /// <summary>Makes a change durable. A change that returns the state it was given writes nothing.</summary>
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

            var plain = JsonSerializer.SerializeToUtf8Bytes(after, JournalJson.Default.JournalState);
            DurableFile.Replace(_path, _cipher.Seal(plain), Reached);
            _state = after;
        }

        if (after.Gaps > before.Gaps)
        {
            _logger.GapFound(after.Gaps - before.Gaps, after.Gaps);
        }

        Raise(MessagesWaiting, before.Queue != after.Queue && !after.Queue.IsEmpty);
        Raise(ReportsWaiting, before.Reports != after.Reports && !after.Reports.IsEmpty);
        Raise(GapsWaiting, before.OpenGaps != after.OpenGaps && !after.OpenGaps.IsEmpty);
        Raise(DecisionsWaiting, before.Ledger != after.Ledger && !after.Ledger.IsEmpty);
        return after;
    }

    /// <summary>Encrypts what lies beside the journal with the journal's key.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain) => _cipher.Seal(plain);

    /// <exception cref="CryptographicException">Not sealed with this key, torn or changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes) => _cipher.Open(sealedBytes);

    public void Dispose()
    {
        _cipher.Dispose();
        _folderLock.Dispose();
    }

    private static void Raise(Signal signal, bool condition)
    {
        if (condition)
        {
            signal.Raise();
        }
    }

    private byte[] ReadOrCreateKey(string path, DateTimeOffset now)
    {
        if (File.Exists(path))
        {
            var stored = File.ReadAllBytes(path);
            if (stored.Length == JournalCipher.KeySize)
            {
                return stored;
            }

            SetAside(path, "its length is wrong", now);
        }

        var key = RandomNumberGenerator.GetBytes(JournalCipher.KeySize);
        DurableFile.Replace(path, key);
        return key;
    }

    private JournalState? Load(DateTimeOffset now)
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(_cipher.Open(File.ReadAllBytes(_path)), JournalJson.Default.JournalState)
                ?? throw new JsonException("The journal is empty.");
        }
        catch (Exception damage) when (damage is CryptographicException or JsonException)
        {
            SetAside(_path, damage.Message, now);
            return null;
        }
    }

    private void SetAside(string path, string reason, DateTimeOffset now)
    {
        var aside = $"{path}.damaged-{now.UtcDateTime:yyyyMMddHHmmss}";
        File.Move(path, aside, overwrite: true);
        _logger.JournalSetAside(Path.GetFileName(path), Path.GetFileName(aside), reason);
    }
}
