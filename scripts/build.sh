# Sourced by run.sh: whether what it starts was built before, with nothing changed since.

# Its time is when that build began; its text is what a build depends on that no time tells of.
built=artifacts/run.built

# The SDKs, and which files are at the top.
build_circumstances() {
  dotnet --list-sdks
  ls -pA | grep -v /
}

begin_build() {
  mkdir -p artifacts
  build_circumstances >"$built.begun"
}

end_build() { mv "$built.begun" "$built"; }

# is_built PROGRAM...: all of them are there and newer than their sources. A file that is new or gone changes its folder's time.
is_built() {
  [ -f "$built" ] && [ "$(build_circumstances)" = "$(<"$built")" ] || return 1
  local program
  for program in "$@"; do [ -f "$program" ] || return 1; done
  local changed
  changed=$(find . -maxdepth 1 -type f -newer "$built" -print -quit \
    && find agents building-blocks hosts services shims tools scripts/run.slnf -newer "$built" -print -quit) || return 1
  [ -z "$changed" ]
}
