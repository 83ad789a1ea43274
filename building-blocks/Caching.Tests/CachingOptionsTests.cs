namespace WeChatPlatform.Caching.Tests;

public sealed class CachingOptionsTests
{
    private static readonly RedisAddressValidator Validator = new();

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("password=s3cret-word")]
    [InlineData("host:6379,colour=s3cret-word")]
    public void Redis_without_an_address_is_refused_and_its_password_not_repeated(string address)
    {
        var result = Validator.Validate(null, new CachingOptions { Redis = address });

        result.Failed.ShouldBeTrue();
        result.FailureMessage.ShouldStartWith("Caching:Redis is missing or no address");
        result.FailureMessage.ShouldNotContain("s3cret");
    }

    [Fact]
    public void An_address_with_a_password_is_taken() =>
        Validator.Validate(null, new CachingOptions { Redis = "redis:6379,password=word,ssl=true" }).Succeeded.ShouldBeTrue();

    [Fact]
    public void Memory_needs_no_address() =>
        Validator.Validate(null, new CachingOptions { Store = "memory" }).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("Card")]
    [InlineData("a b")]
    public void A_kind_has_a_name_in_kebab_case(string name) =>
        Should.Throw<ArgumentException>(() => new CacheKind(name, 1, TimeSpan.FromHours(1)));
}
