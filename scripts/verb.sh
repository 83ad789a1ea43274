# Sourced by run.sh: a command that works beside the running platform.

# run_verb PROGRAM WORDS...: one program knows the queues of all services. In the distributed shape it reads and writes the
# queues only, as each service's own host could.
run_verb() {
  choose_data
  [ -f "$1" ] || fail 2 "请先运行 ./run.sh" "run ./run.sh first"
  export Standalone__DataFolder=$data
  if [ "$shape" = distributed ]; then
    export Messaging__Transport=rabbitmq
    find_running Persistence__ConnectionString postgres
    find_running Messaging__RabbitMq rabbitmq
  fi
  exec dotnet "$@"
}

# find_running VARIABLE SERVER: how the running platform reaches a server that it started, unless one is named. The file is its
# owner's alone; the secret in it stays out of every command line.
find_running() {
  if [ -z "${!1:-}" ]; then
    [ -s "$data/$2/connection" ] || fail 4 "数据目录 $data 中没有正在运行的分布式平台，请先启动它" \
      "No distributed platform is running on the data folder $data. Start it first"
    printf -v "$1" '%s' "$(<"$data/$2/connection")"
  fi
  export "${1?}"
}
