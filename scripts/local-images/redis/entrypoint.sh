#!/bin/sh
# What the official image's entrypoint promises: options alone are redis-server's, and the server does not run as root.
set -eu

case "${1:-}" in
  '' | -* | *.conf) set -- redis-server "$@" ;;
esac
[ "$1" = redis-server ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  chown redis:redis /data
  exec setpriv --reuid=redis --regid=redis --init-groups "$0" "$@"
fi

# The container's network is the boundary, as in the official image.
exec "$@" --protected-mode no
