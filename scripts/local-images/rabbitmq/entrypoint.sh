#!/bin/sh
# What the official image's entrypoint promises for RABBITMQ_DEFAULT_USER, RABBITMQ_DEFAULT_PASS and RABBITMQ_DEFAULT_VHOST.
set -eu

[ "${1:-}" = rabbitmq-server ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  chown rabbitmq:rabbitmq /var/lib/rabbitmq
  settings=/etc/rabbitmq/rabbitmq.conf
  : >"$settings"
  chown rabbitmq:rabbitmq "$settings"
  chmod 600 "$settings"
  {
    [ -z "${RABBITMQ_DEFAULT_USER:-}" ] || printf 'default_user = %s\n' "$RABBITMQ_DEFAULT_USER"
    [ -z "${RABBITMQ_DEFAULT_PASS:-}" ] || printf 'default_pass = %s\n' "$RABBITMQ_DEFAULT_PASS"
    [ -z "${RABBITMQ_DEFAULT_VHOST:-}" ] || printf 'default_vhost = %s\n' "$RABBITMQ_DEFAULT_VHOST"
    printf 'loopback_users = none\n'
  } >>"$settings"
  exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "$0" "$@"
fi

# Not the wrapper in /usr/sbin: it would write its own log file and start a second shell.
shift
exec /usr/lib/rabbitmq/bin/rabbitmq-server "$@"
