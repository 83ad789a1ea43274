namespace WeChatPlatform.Compliance.Tests;

public sealed class MemoryStorageTests(MemoryRun run) : StorageCompliance(run), IClassFixture<MemoryRun>;
