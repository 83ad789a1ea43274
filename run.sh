#!/usr/bin/env bash
# Starts the platform with a simulated WeChat and a sample shop. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/install.sh
. scripts/build.sh
. scripts/verb.sh
. scripts/announce.sh

usage() {
  cat <<'TEXT'
./run.sh                 一个进程，内置数据库，模拟微信 / one process, private database, simulated WeChat
./run.sh --distributed   七个进程，真实 RabbitMQ、PostgreSQL 与 Redis / seven processes, real RabbitMQ, PostgreSQL and Redis
./run.sh [--distributed] poison list|redeliver|remove ...
                         列出、重投或删除处理失败的消息 / list, redeliver or remove poison messages of the running platform
./run.sh unlock user admin   解除登录锁定 / end the wait after wrong logins
./run.sh --help

环境变量 / environment:
  WECHAT_DATA      数据目录，默认 ./data / data folder
  WECHAT_PORT      网页接口端口，默认 8080（管理端口在其上 1010）/ API port; the management port is 1010 above
  SIMULATOR_PORT   模拟微信网页端口，默认 8090 / port of the simulated WeChat's page
  OPENAI_API_KEY, DEEPSEEK_API_KEY, ... 或 OPENAI_BASE_URL：使用大模型 / use a model
  其余配置见 docs/configuration.md / everything else: docs/configuration.md
TEXT
}

shape=standalone
stage=outer
verb=()
while [ $# -gt 0 ]; do
  case "$1" in
    --distributed) shape=distributed ;;
    --inner) stage=inner ;;
    --help | -h) usage; exit 0 ;;
    poison | unlock) verb=("$@"); break ;;
    *) usage >&2; fail 2 "不认识的参数 $1" "unknown argument $1" ;;
  esac
  shift
done

api_port=${WECHAT_PORT:-8080}
simulator_port=${SIMULATOR_PORT:-8090}
for port in "$api_port" "$simulator_port"; do
  case "$port" in
    '' | *[!0-9]* | 0?* | ??????*) fail 2 "端口 '$port' 不是端口号" "'$port' is no port number" ;;
  esac
done

bin=artifacts/bin
program() { printf '%s/%s/release/WeChatPlatform.%s.dll' "$bin" "$1" "$1"; }

# The private PostgreSQL runs as user postgres when we are root; it must be able to walk to its folder.
choose_data() {
  data=${WECHAT_DATA:-$PWD/data}
  if [ -z "${WECHAT_DATA:-}" ] && [ "$(id -u)" = 0 ] && id postgres >/dev/null 2>&1 \
    && ! runuser -u postgres -- test -x "$PWD" 2>/dev/null; then
    data=/var/lib/wechat-platform
  fi
  mkdir -p "$data/logs"
  data=$(cd "$data" && pwd)
}

build() {
  local name programs=()
  for name in Standalone Capture.Agent Simulator LocalStack Gateway.Host "${services[@]/%/.Host}"; do programs+=("$(program "${name#*:}")"); done
  ! is_built "${programs[@]}" || return 0
  begin_build
  say "正在编译 / building ..."
  # The checks of style and documentation belong to ./test.sh; here they would only cost time. Nor does the commit go into the
  # versions: every program would have to be compiled again after each one.
  if ! dotnet build scripts/run.slnf -c Release --nologo -v quiet -p:RunAnalyzers=false -p:GenerateDocumentationFile=false \
    -p:IncludeSourceRevisionInInformationalVersion=false >"$data/logs/build.log" 2>&1; then
    tail -20 "$data/logs/build.log" >&2
    fail 12 "编译失败，日志在 $data/logs/build.log" "The build failed; the log is $data/logs/build.log"
  fi
  end_build
}

names=()
pids=()

# start NAME PROGRAM [VARIABLE=VALUE...]: its log goes to a file, its refusals to this terminal.
start() {
  local name=$1 program=$2
  shift 2
  [ ! -f "$data/logs/$name.log" ] || mv "$data/logs/$name.log" "$data/logs/$name.previous.log"
  env "$@" setsid dotnet "$(program "$program")" >"$data/logs/$name.log" &
  names+=("$name")
  pids+=("$!")
}

stopping=0
stop_all() {
  [ "$stopping" = 0 ] || return 0
  stopping=1
  # A process is given the 30 s that it promises and some; whoever presses Ctrl-C again does not want to wait so long.
  local i until=$((SECONDS + 40))
  trap '' TERM HUP
  trap 'until=0' INT
  [ ${#pids[@]} = 0 ] || say "正在停止 / stopping ..."
  # Last started, first stopped: the agent before the services it reports to.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill -TERM "${pids[i]}" 2>/dev/null || true
  done
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    while kill -0 "${pids[i]}" 2>/dev/null && [ "$SECONDS" -lt "$until" ]; do sleep 0.1 || true; done
    if kill -KILL "${pids[i]}" 2>/dev/null; then
      say "${names[i]} 没有停止，已强行结束 / ${names[i]} did not stop and was killed"
    fi
    wait "${pids[i]}" 2>/dev/null || true
  done
}
trap 'stop_all' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

answers() {
  local line
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
  IFS= read -r -t 5 line <&3 || line=
  exec 3>&-
  case "$line" in *" 200 "*) return 0 ;; *) return 1 ;; esac
}

# Whoever ends before the platform is complete has said why; nobody waits for the others.
require_all_running() {
  local i code=0
  for i in "${!pids[@]}"; do
    if ! kill -0 "${pids[i]}" 2>/dev/null; then
      wait "${pids[i]}" || code=$?
      [ "$code" != 0 ] || code=1
      fail "$code" "${names[i]} 没有启动（见上面的说明；日志 $data/logs/${names[i]}.log）" \
        "${names[i]} did not start (see above; its log is $data/logs/${names[i]}.log)"
    fi
  done
}

# wait_for INDEX PORT PATH
wait_for() {
  local tries=0
  until answers "$2" "$3"; do
    require_all_running
    tries=$((tries + 1))
    [ $tries -lt 600 ] || fail 13 "${names[$1]} 两分钟内没有就绪" "${names[$1]} was not ready within two minutes"
    sleep 0.2
  done
}

last() { printf '%s' $((${#pids[@]} - 1)); }

common=(
  "Rag__KnowledgeFolder=${Rag__KnowledgeFolder:-$PWD/samples/charging-pile-shop/knowledge}"
  "ErpSync__ImportFolder=${ErpSync__ImportFolder:-$PWD/samples/charging-pile-shop/erp}"
  "Gateway__FirstAgentDesktop=${Gateway__FirstAgentDesktop:-simulated}"
)

start_standalone() {
  start standalone Standalone "${common[@]}" "Standalone__DataFolder=$data" "Gateway__DataFolder=$data" \
    "Hosting__Url=http://127.0.0.1:$api_port" "Hosting__ManagementUrl=http://127.0.0.1:$((api_port + 1010))"
  wait_for "$(last)" $((api_port + 1010)) /health/ready
  ai_log=standalone
}

services=(message:Message ai:Ai rag:Rag customer:Customer erp-sync:ErpSync analytics:Analytics)

start_distributed() {
  if [ ! -s "$data/signing.key" ]; then
    (umask 077 && head -c 48 /dev/urandom | base64 -w0 >"$data/signing.key")
  fi
  if [ ! -s "$data/attachment.key" ]; then
    (umask 077 && head -c 32 /dev/urandom | base64 -w0 >"$data/attachment.key")
  fi
  if [ ! -s "$data/provider-keys.key" ]; then
    (umask 077 && head -c 32 /dev/urandom | base64 -w0 >"$data/provider-keys.key")
  fi
  common+=("Edge__SigningKeyFile=$data/signing.key" "Message__AttachmentKeyFile=$data/attachment.key" "Ai__KeyEncryptionKeyFile=$data/provider-keys.key" "Gateway__DataFolder=$data")
  local port=$api_port entry name first=${#pids[@]} addresses=()
  for entry in "${services[@]}"; do
    port=$((port + 1))
    addresses+=("Gateway__Services__${entry%%:*}=http://127.0.0.1:$port")
    common+=("ServiceCalls__Services__${entry%%:*}=http://127.0.0.1:$port")
  done
  port=$api_port
  for entry in "${services[@]}"; do
    port=$((port + 1))
    start "${entry%%:*}" "${entry#*:}.Host" "${common[@]}" "Edge__TrustedProxies__0=127.0.0.1" \
      "Hosting__Url=http://127.0.0.1:$port" "Hosting__ManagementUrl=http://127.0.0.1:$((port + 1010))"
  done
  start gateway Gateway.Host "${common[@]}" "${addresses[@]}" \
    "Hosting__Url=http://127.0.0.1:$api_port" "Hosting__ManagementUrl=http://127.0.0.1:$((api_port + 1010))"
  local i=$first
  for ((port = api_port + 1; port <= api_port + ${#services[@]}; port++, i++)); do
    wait_for $i $((port + 1010)) /health/ready
  done
  wait_for "$(last)" $((api_port + 1010)) /health/ready
  ai_log=ai
}

# Before anything is built or started: a platform that runs already would answer in the place of the new one.
require_free_ports() {
  local port i last_service=0 taken=()
  [ "$shape" = standalone ] || last_service=${#services[@]}
  for ((i = 0; i <= last_service; i++)); do
    for port in $((api_port + i)) $((api_port + i + 1010)); do
      ! is_taken "$port" || taken+=("$port")
    done
  done
  ! is_taken "$simulator_port" || taken+=("$simulator_port")
  [ ${#taken[@]} = 0 ] || fail 3 "端口被占用：${taken[*]}。请停止占用它的程序，或设置 WECHAT_PORT、SIMULATOR_PORT" \
    "port in use: ${taken[*]}. Stop the program that listens there, or set WECHAT_PORT or SIMULATOR_PORT"
}

is_taken() { { exec 3<>"/dev/tcp/127.0.0.1/$1" && exec 3>&-; } 2>/dev/null; }

start_agent() {
  start simulator Simulator "Simulator__Port=$simulator_port" "Simulator__DataFolder=$data/simulator"
  wait_for "$(last)" "$simulator_port" /
  local id
  id=$(credential agent_id)
  if [ -n "$id" ]; then
    (umask 077 && credential api_key >"$data/agent.key" && printf '%s\n' "$id" >"$data/agent.id")
  elif [ ! -s "$data/agent.key" ]; then
    fail 2 "$data/first-credentials.json 和 $data/agent.key 都不在。请把密钥写入 agent.key（新建密钥见 docs/api.md）" \
      "Both first-credentials.json and agent.key are gone from $data. Write a key into agent.key (docs/api.md says how to make one)"
  else
    id=$(cat "$data/agent.id" 2>/dev/null || printf '%s' "${Gateway__FirstAgentId:-agent-1}")
  fi
  start agent Capture.Agent "Agent__ServerUrl=http://127.0.0.1:$api_port" "Agent__AgentId=$id" \
    "Agent__ApiKeyFile=$data/agent.key" "Agent__DataFolder=$data/agent" "Agent__Account__Nickname=客服小微" \
    "Agent__Desktop__Url=http://127.0.0.1:$simulator_port" "Agent__Account__LockFolder=$data/agent" "Agent__Scope__Include__0=*" Agent__Pace__Limited=false Agent__Pace__MillisecondsPerCharacter=0
}

[ ${#verb[@]} = 0 ] || run_verb "$(program Standalone)" "${verb[@]}"

if [ "$stage" = outer ]; then
  require_sdk
  missing=()
  [ -n "${Persistence__ConnectionString:-}" ] || has_postgres || missing+=(postgresql)
  if [ "$shape" = distributed ]; then
    [ -n "${Messaging__RabbitMq:-}" ] || has_rabbitmq || missing+=(rabbitmq-server)
    [ -n "${Caching__Redis:-}" ] || has_redis || missing+=(redis-server)
  fi
  [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
  install_readers
  require_free_ports
  choose_data
  build
  if [ "$shape" = distributed ]; then
    servers=()
    [ -n "${Persistence__ConnectionString:-}" ] || servers+=(--postgres)
    [ -n "${Messaging__RabbitMq:-}" ] || servers+=(--management)
    [ -n "${Caching__Redis:-}" ] || servers+=(--redis)
    if [ ${#servers[@]} -gt 0 ]; then
      say "正在启动 PostgreSQL、RabbitMQ 与 Redis / starting PostgreSQL, RabbitMQ and Redis ..."
      trap - EXIT INT TERM
      exec env WECHAT_DATA="$data" dotnet "$(program LocalStack)" --data "$data" "${servers[@]}" \
        -- bash "$PWD/run.sh" --distributed --inner
    fi
  fi
fi

choose_data
say "正在启动 / starting ..."
"start_$shape"
start_agent
announce

# Everything runs until one of them ends or somebody stops it.
ended=0
wait -n "${pids[@]}" || ended=$?
for i in "${!pids[@]}"; do
  if ! kill -0 "${pids[i]}" 2>/dev/null; then
    printf '\n错误：%s 意外退出，日志 %s\nerror: %s ended unexpectedly; its log is %s\n' \
      "${names[i]}" "$data/logs/${names[i]}.log" "${names[i]}" "$data/logs/${names[i]}.log" >&2
  fi
done
[ "$ended" != 0 ] || ended=1
exit "$ended"
