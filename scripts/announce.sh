# Sourced by run.sh: says where everything is, once it runs.

# Empty once the file is put away, as docs/operations.md asks for.
credential() {
  [ ! -f "$data/first-credentials.json" ] || sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$data/first-credentials.json"
}

announce() {
  local model
  model=$(grep -m1 -E '"EventId":35[01],' "$data/logs/$ai_log.log" | sed 's/.*"Message":"\([^"]*\)".*/\1/' || true)
  cat <<TEXT

  已启动，按 Ctrl-C 停止 / started, Ctrl-C stops it

  模拟微信（在这里扮演客户）/ simulated WeChat  http://127.0.0.1:$simulator_port/
  接口 / API                                    http://127.0.0.1:$api_port/
  健康与指标 / health and metrics               http://127.0.0.1:$((api_port + 1010))/health/ready   /metrics
TEXT
  if [ "$shape" = distributed ]; then
    cat <<TEXT
  RabbitMQ 控制台 / console                     ${RABBITMQ_MANAGEMENT_URL:-自备服务器 / your own server}
  RabbitMQ 指标 / metrics                       ${RABBITMQ_PROMETHEUS_URL:-}
TEXT
    if [ -n "${RABBITMQ_MANAGEMENT_URL:-}" ]; then
      say "    用户与密码 / user and password              $(printf '%s' "$Messaging__RabbitMq" | sed 's#.*//\([^:]*\):\([^@]*\)@.*#\1 / \2#')"
    fi
  fi
  if [ -f "$data/first-credentials.json" ]; then
    cat <<TEXT

  首个账号 / first credentials                  $data/first-credentials.json
    管理员 / admin                              $(credential username) / $(credential password)
    客户端 / agent                              $(credential agent_id) / $(credential api_key)
TEXT
  fi
  cat <<TEXT
  数据与日志 / data and logs                    $data
  ${model:-}

TEXT
}
