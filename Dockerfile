# One file for every deployed host: docker build --build-arg HOST=Message.Host .
# HOST is Gateway.Host, Message.Host, Ai.Host, Rag.Host, Customer.Host, ErpSync.Host or Analytics.Host. Standalone is no image: it
# runs PostgreSQL's programs beside itself, which is what the postgres container is for.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG HOST
WORKDIR /src
COPY . .
RUN project=$(find services -name "$HOST.csproj" -path '*.Host/*' | head -1) \
 && if [ -z "$HOST" ] || [ -z "$project" ]; then echo "HOST=$HOST is no host of a service" >&2; exit 1; fi \
 && dotnet publish "$project" --configuration Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true --output /app \
 && ln -s "WeChatPlatform.$HOST" /app/host

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# curl is for the health check only; the others read customers' images in the ai service, and documents in the rag service.
ARG HOST
RUN apt-get update \
 && if [ "$HOST" = Ai.Host ]; then readers="imagemagick tesseract-ocr tesseract-ocr-chi-sim"; fi \
 && if [ "$HOST" = Rag.Host ]; then readers="poppler-utils poppler-data tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng"; fi \
 && apt-get install --yes --no-install-recommends curl $readers \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir /data \
 && chown "$APP_UID" /data
COPY --from=build /app /app
WORKDIR /app
ENV Hosting__Url=http://*:8080 \
    Hosting__ManagementUrl=http://*:9090
EXPOSE 8080 9090
USER $APP_UID
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["curl", "--fail", "--silent", "--show-error", "http://127.0.0.1:9090/health/ready"]

# No shell in between: signals reach the host, and settings with a dash in their name survive.
ENTRYPOINT ["/app/host"]
