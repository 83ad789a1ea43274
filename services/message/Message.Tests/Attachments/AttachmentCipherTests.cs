using System.Security.Cryptography;
using WeChatPlatform.Message.Attachments;

namespace WeChatPlatform.Message.Tests.Attachments;

public sealed class AttachmentCipherTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly Guid Id = new("01990000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void What_was_sealed_is_opened_with_its_key_for_its_id(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);

        AttachmentCipher.Open(Sealed(content), Id, Key).ToArray().ShouldBe(content);
    }

    [Fact]
    public void Sealed_bytes_do_not_show_the_content()
    {
        var content = new byte[1000];

        var room = Sealed(content);

        AttachmentCipher.ContentOf(room).ToArray().ShouldNotBe(content);
        AttachmentCipher.ContentOf(room).ToArray().Count(value => value == 0).ShouldBeLessThan(100);
    }

    [Fact]
    public void The_same_content_is_never_sealed_alike() => Sealed([1, 2, 3]).ShouldNotBe(Sealed([1, 2, 3]));

    [Fact]
    public void Another_key_opens_nothing()
    {
        var room = Sealed([1, 2, 3]);

        Should.Throw<CryptographicException>(() => AttachmentCipher.Open(room, Id, RandomNumberGenerator.GetBytes(32)));
    }

    [Fact]
    public void The_bytes_of_another_attachment_are_not_opened()
    {
        var room = Sealed([1, 2, 3]);

        Should.Throw<CryptographicException>(
            () => AttachmentCipher.Open(room, new Guid("01990000-0000-7000-8000-000000000002"), Key));
    }

    [Fact]
    public void A_changed_byte_anywhere_is_noticed()
    {
        for (var at = 0; at < Sealed([1, 2, 3]).Length; at++)
        {
            var room = Sealed([1, 2, 3]);
            room[at] ^= 1;

            Should.Throw<CryptographicException>(() => AttachmentCipher.Open(room, Id, Key), $"byte {at}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(27)]
    [InlineData(28)]
    public void A_torn_rest_is_noticed(int length) =>
        Should.Throw<CryptographicException>(() => AttachmentCipher.Open(Sealed([1, 2, 3])[..length], Id, Key));

    private static byte[] Sealed(byte[] content)
    {
        var room = AttachmentCipher.Room(content.Length);
        content.CopyTo(AttachmentCipher.ContentOf(room));
        AttachmentCipher.Seal(room, Id, Key);
        return room;
    }
}
