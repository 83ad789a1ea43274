using System.Security.Cryptography;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Tests.Journal;

public sealed class JournalCipherTests
{
    [Fact]
    public void The_journal_and_attachments_may_be_sealed_and_opened_at_the_same_time()
    {
        using var cipher = new JournalCipher(RandomNumberGenerator.GetBytes(JournalCipher.KeySize));

        Parallel.For(0, 4_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index =>
        {
            var plain = new byte[1 + (index * 37 % 5_000)];
            new Random(index).NextBytes(plain);

            cipher.Open(cipher.Seal(plain)).SequenceEqual(plain).ShouldBeTrue($"case {index}");
        });
    }
}
