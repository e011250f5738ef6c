# Boots the machine, answers what it asks for, counts its checks. Sourced by deploy/vm-test.sh.
#
# The machine's console is the only channel: lines that begin with @@ are for us.
#   @@ok NAME: WHAT   @@bad NAME: WHAT   a check's outcome        @@edge   asks for an edge on GPIO line 3
#   @@abort WHY                          it cannot go on          @@end    every check was made
#   @@file NAME, @@data BASE64…, @@file-end                         a file for us

# Ends QEMU and removes the pipes, however this script ends.
end_machine() {
  [ -z "${qemu:-}" ] || { kill "$qemu" 2>/dev/null && wait "$qemu" 2>/dev/null || true; qemu=; }
  [ -z "${pipes:-}" ] || rm -rf "$pipes"
}

# qmp COMMAND: one command to QEMU's monitor. Its answers go unread: the machine's own log shows the effect.
qmp() { printf '{"execute":"%s"}\n' "$1" >&7; }

# The tool as test.sh has built it; where it is not, after a set-up.
edgectl() {
  local built=$root/src/Edge.Tool/bin/Release/net10.0/edgectl.dll
  if [ -f "$built" ]; then dotnet "$built" "$@"; else bash "$root/deploy/edgectl" "$@"; fi
}

# The receipts that left the machine, checked here: one more check.
check_receipts() {
  local what='receipts: what the machine signed verifies here, to its last entry' said='none left the machine' line status=1
  if [ -f "$cache/from-machine/device.pub" ] && said=$(edgectl receipts verify "$cache"/from-machine/receipts-*.jsonl --key "$cache/from-machine/device.pub" 2>&1); then
    status=0 line="ok      $what"
  else
    line="FAILED  $what ($said)"
  fi
  printf '%s\n' "$line" "$(printf '%s\n' "$said" | sed 's/^/        | edgectl: /')" | tee -a "$cache/machine.log"
  return $status
}

run_machine() {
  local passed=0 failed=0 ended=false why='' line file=
  rm -rf "$cache/from-machine"
  mkdir -p "$cache/from-machine"
  pipes=$(mktemp -d)
  trap end_machine EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkfifo "$pipes"/{console,qmp.in,qmp.out}
  # A processor that others use too is slower still.
  local patience
  patience=$(awk -v processors="$(nproc)" '{ n = int($1 / processors); print (n < 1 ? 1 : (n > 10 ? 10 : n)) }' /proc/loadavg)
  [ -n "$limit" ] || limit=$((900 * (patience > 4 ? 4 : patience)))
  say "booting (limit ${limit} s, patience $patience)"
  timeout -k 5 "$limit" qemu-system-aarch64 -M virt -cpu cortex-a72 -smp 2 -m 1536 -display none -no-reboot -nodefaults \
    -kernel "$cache"/kernel/boot/vmlinuz-* -initrd "$cache/initramfs.gz" -append 'console=ttyAMA0 quiet loglevel=3 panic=-1 iomem=relaxed patience='"$patience" \
    -drive if=none,id=base,format=raw,readonly=on,file="$cache/base.img" -device virtio-blk-device,drive=base \
    -drive if=none,id=agent,format=raw,readonly=on,file="$cache/agent.img" -device virtio-blk-device,drive=agent \
    -chardev pipe,id=qmp,path="$pipes/qmp" -mon chardev=qmp,mode=control \
    -serial stdio >"$pipes/console" 2>&1 </dev/null 8>&- &
  qemu=$!
  exec 6<>"$pipes/qmp.out" 7<>"$pipes/qmp.in"
  qmp qmp_capabilities
  : >"$cache/machine.log"
  local start=$SECONDS
  while IFS= read -r line; do
    line=${line%$'\r'}
    case $line in
      *@@file\ *) file=$cache/from-machine/$(basename "${line#*@@file }"); : >"$file.base64"; continue ;;
      *@@data\ *) [ -z "$file" ] || echo "${line#*@@data }" >>"$file.base64"; continue ;;
      *@@file-end*) [ -z "$file" ] || base64 -d "$file.base64" >"$file" || rm -f "$file"; file=; continue ;;
    esac
    printf '[%4d s] %s\n' $((SECONDS - start)) "$line" >>"$cache/machine.log"
    case $line in
      *@@ok\ *) passed=$((passed + 1)); echo "ok      ${line#*@@ok }" ;;
      *@@bad\ *) failed=$((failed + 1)); echo "FAILED  ${line#*@@bad }" ;;
      *@@edge*) qmp system_powerdown ;;
      *@@abort\ *) why=${line#*@@abort } ;;
      *@@end*) ended=true ;;
      *) $quiet || printf '        | %s\n' "$line" ;;
    esac
  done <"$pipes/console"
  wait "$qemu" || [ $? != 124 ] || why="its time of $limit s was over"
  qemu=
  if check_receipts; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  [ -z "$log" ] || cp "$cache/machine.log" "$log"
  echo "vm-test: $passed checks passed, $failed failed, $((SECONDS - start)) s in the machine; log: ${log:-.edge/vm/machine.log}"
  $ended || fail "the machine did not reach the end of its checks${why:+: $why}"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
