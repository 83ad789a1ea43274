# Sourced by run.sh and test.sh: says what is wrong in both languages, and installs Debian packages that are missing.

say() { printf '%s\n' "$*"; }

# fail CODE CHINESE ENGLISH
fail() {
  printf '\n错误：%s\nerror: %s\n' "$2" "$3" >&2
  exit "$1"
}

require_sdk() {
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    fail 10 "没有找到 .NET 10 SDK。请先安装 dotnet-sdk-10.0（见微软官方的安装说明），再运行一次。" \
      "The .NET 10 SDK was not found. Install dotnet-sdk-10.0 (see Microsoft's installation guide), then run this again."
  fi
}

has_postgres() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_rabbitmq() { [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || command -v rabbitmq-server >/dev/null 2>&1; }
has_redis() { command -v redis-server >/dev/null 2>&1; }
has_image_tools() { { command -v magick || command -v convert-im6.q16; } >/dev/null 2>&1; }
has_poppler() { command -v pdftotext >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 && [ -d /usr/share/poppler/cMap ]; }
has_tesseract() { command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -q '^chi_sim$'; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages PACKAGE...: quietly, without starting the services that come with them.
install_packages() {
  if ! command -v apt-get >/dev/null 2>&1; then
    fail 11 "缺少软件包 $*，且本机没有 apt-get。请用系统的包管理器安装它们。" \
      "The packages $* are missing and there is no apt-get here. Install them with this system's package manager."
  fi
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
    fail 11 "缺少软件包 $*。请以 root 运行：apt-get install $*" \
      "The packages $* are missing. Run as root: apt-get install $*"
  fi
  say "正在安装 $* / installing $* ..."
  local log result=0
  log=$(mktemp /tmp/wechat-install.XXXXXX)
  install_quietly "$@" >"$log" 2>&1 || result=$?
  if [ "$result" != 0 ]; then
    tail -5 "$log" >&2
    fail 11 "安装 $* 失败，日志在 $log。" "Installing $* failed; the log is $log."
  fi
  rm -f "$log"
}

# What rag and ai read PDFs and images with. Everything else works without them, so a machine that cannot have them starts all the same.
install_readers() {
  local missing=()
  has_poppler || missing+=(poppler-utils poppler-data)
  has_tesseract || missing+=(tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng)
  has_image_tools || missing+=(imagemagick)
  [ ${#missing[@]} = 0 ] || (install_packages "${missing[@]}") || say "没有它们也能运行：PDF 和图片会被拒绝，并说明缺少什么 / It runs without them: PDFs and images are refused, and it is said what is missing"
}

# In a shell of its own: however it ends, Ctrl-C included, no policy-rc.d stays behind to forbid this machine's services to start.
install_quietly() (
  policy=/usr/sbin/policy-rc.d
  made=0
  trap '[ "$made" = 0 ] || as_root rm -f "$policy"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  # Debian starts a cluster of its own on 5432 otherwise; ours is private and lives in the data folder.
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  if [ ! -e "$policy" ]; then
    made=1
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
)
