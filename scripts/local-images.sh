#!/usr/bin/env bash
# Makes local images from Debian's packages under the names in docker-compose.yml, for machines that cannot pull. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/install.sh

usage() {
  cat <<'TEXT'
scripts/local-images.sh [--mirror URL] [--force] [--dotnet] [IMAGE...]
  用 Debian 软件包制作本地镜像，名称取自 docker-compose.yml / makes local images under the compose file's names
  IMAGE           只做这些镜像（postgres:*、rabbitmq:*、redis:*）/ these only
  --mirror URL    Debian 镜像源，默认取本机 apt 的设置 / Debian mirror; by default this machine's own
  --force         覆盖已有的镜像 / replace images that exist
  --dotnet        另做 Dockerfile 所需的 .NET 基础镜像，取自本机的 .NET / also the .NET base images of the Dockerfile
TEXT
}

mirror=
force=0
dotnet=0
images=()
while [ $# -gt 0 ]; do
  case "$1" in
    --mirror)
      [ $# -gt 1 ] || { usage >&2; fail 2 "--mirror 缺少地址" "--mirror needs a URL"; }
      mirror=$2
      shift
      ;;
    --force) force=1 ;;
    --dotnet) dotnet=1 ;;
    --help | -h) usage; exit 0 ;;
    -*) usage >&2; fail 2 "不认识的参数 $1" "unknown argument $1" ;;
    *) images+=("$1") ;;
  esac
  shift
done

base=wechat-platform/debian:local
work=$(mktemp -d /var/tmp/wechat-images.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# exists IMAGE: whether it has to be made.
exists() { [ "$force" = 0 ] && docker image inspect "$1" >/dev/null 2>&1; }

# quietly NAME COMMAND...: the log is shown only when it fails.
quietly() {
  local name=$1
  shift
  "$@" >"$work/log" 2>&1 || { tail -20 "$work/log" >&2; fail 12 "制作 $name 失败" "making $name failed"; }
}

# The first address that this machine's apt uses: deb822 files, then one-line ones.
machine_mirror() {
  local files=()
  shopt -s nullglob
  files=(/etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list)
  shopt -u nullglob
  sed -n -s -e 's/^URIs: *\([^ ]*\).*/\1/p' -e 's/^deb \(\[[^]]*\] *\)\{0,1\}\(http[^ ]*\) .*/\2/p' "${files[@]}" 2>/dev/null | head -1 || true
}

make_base() {
  ! exists "$base" || return 0
  local suite
  suite=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  [ -n "$mirror" ] || mirror=$(machine_mirror)
  [ -n "$mirror" ] && [ -n "$suite" ] || fail 2 "没有找到 Debian 镜像源，请用 --mirror 指定" \
    "no Debian mirror was found in apt's configuration: name one with --mirror"
  say "正在制作 Debian $suite 基础镜像 / making the Debian $suite base ..."
  quietly "$base" as_root debootstrap --variant=minbase --include=ca-certificates "$suite" "$work/base" "$mirror"
  as_root tar -C "$work/base" -c . | docker import --message "Debian $suite, minimal" - "$base" >/dev/null
  as_root rm -rf "$work/base"
}

make_image() {
  if exists "$1"; then
    say "$1 已存在 / exists already"
    return
  fi
  local kind=${1%%:*}
  kind=${kind##*/}
  [ -f "scripts/local-images/$kind/Dockerfile" ] || fail 2 "没有 $1 的做法" "there is no recipe for $1 in scripts/local-images"
  make_base
  say "正在制作 $1 / making $1 ..."
  # The machine's own network: a machine that cannot pull may have no way out of a bridge either.
  quietly "$1" docker build --network host --label org.wechat-platform.stand-in=debian --tag "$1" "scripts/local-images/$kind"
}

# The two names that the Dockerfile starts from, filled with the .NET that is installed here.
make_dotnet_images() {
  local root sdk runtime
  sdk=$(sed -n 's/^FROM \([^ ]*\) AS build$/\1/p' Dockerfile)
  runtime=$(sed -n 's/^FROM \([^ ]*\)$/\1/p' Dockerfile)
  if exists "$sdk" && exists "$runtime"; then
    return
  fi
  require_sdk
  make_base
  root=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$work/dotnet/nuget"
  # The build inside has to restore from where this machine restores from, and to trust whom this machine trusts.
  cp "$HOME/.nuget/NuGet/NuGet.Config" "$work/dotnet/nuget/" 2>/dev/null || true
  mkdir -p "$work/dotnet/certificates"
  cp /etc/ssl/certs/ca-certificates.crt "$work/dotnet/certificates/"
  cp -a "$root" "$work/dotnet/sdk"
  mkdir -p "$work/dotnet/runtime"
  cp -a "$root/dotnet" "$root/host" "$root/shared" "$work/dotnet/runtime/"
  say "正在制作 $sdk 与 $runtime / making them ..."
  quietly "$sdk" docker build --network host --target sdk --tag "$sdk" --file scripts/local-images/dotnet.Dockerfile "$work/dotnet"
  quietly "$runtime" docker build --network host --target runtime --tag "$runtime" --file scripts/local-images/dotnet.Dockerfile "$work/dotnet"
}

command -v docker >/dev/null 2>&1 || fail 11 "没有找到 docker" "docker was not found"
docker version >/dev/null 2>&1 || fail 11 "Docker 没有运行，或当前用户无权使用它" "Docker is not running, or this user may not use it"
command -v debootstrap >/dev/null 2>&1 || install_packages debootstrap

if [ ${#images[@]} = 0 ]; then
  # Our own services are built by docker-compose, from the Dockerfile.
  mapfile -t images < <(sed -n 's/^    image: *//p' docker-compose.yml | grep -v '^wechat-platform/' | sort -u)
fi
for image in "${images[@]}"; do make_image "$image"; done
[ "$dotnet" = 0 ] || make_dotnet_images
docker images --format '{{.Repository}}:{{.Tag}}  {{.Size}}' --filter label=org.wechat-platform.stand-in
