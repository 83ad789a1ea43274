# Stand-ins for the two .NET base images that the product's Dockerfile names; scripts/local-images.sh --dotnet fills the folders.
FROM wechat-platform/debian:local AS common
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends libicu72 libssl3 libgssapi-krb5-2 zlib1g tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1654 --create-home app
ENV APP_UID=1654 \
    DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    DOTNET_NOLOGO=1
LABEL org.wechat-platform.stand-in=dotnet

FROM common AS sdk
ARG home=/root
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
COPY nuget/ ${home}/.nuget/NuGet/
COPY certificates/ /etc/ssl/certs/
COPY sdk/ /usr/share/dotnet/
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet

FROM common AS runtime
COPY runtime/ /usr/share/dotnet/
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
