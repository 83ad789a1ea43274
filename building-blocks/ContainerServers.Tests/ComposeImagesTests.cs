namespace WeChatPlatform.ContainerServers.Tests;

public sealed class ComposeImagesTests
{
    [Theory]
    [InlineData("postgres", "postgres:")]
    [InlineData("rabbitmq", "rabbitmq:")]
    [InlineData("redis", "redis:")]
    public void The_servers_images_are_those_of_the_compose_file(string service, string expected) =>
        ComposeImages.Of(service).ShouldStartWith(expected);

    [Fact]
    public void An_image_belongs_to_the_service_above_it_and_other_sections_do_not_count()
    {
        const string compose =
            """
            x-service: &service
              image: template:1
            services:
              gateway:
                <<: *service
                environment:
                  image: none
              redis:
                # A comment.
                image: "redis:7.2"
            volumes:
              redis:
                image: none
            """;

        ComposeImages.Parse(compose).ShouldBe(new Dictionary<string, string> { ["redis"] = "redis:7.2" });
    }

    [Fact]
    public void A_service_that_the_compose_file_does_not_have_is_named() =>
        Should.Throw<InvalidOperationException>(() => ComposeImages.Of("mongodb")).Message.ShouldContain("no service mongodb");
}
