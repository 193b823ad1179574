/**
 * Runs a JVM so that neither it nor its folder outlives this program.
 *
 * Interruption is the easy part: the scope kills the process group and then
 * removes the folder. If this program itself is killed nobody is left to do
 * that, so on POSIX systems the JVM runs under a small shell script whose
 * standard input is a pipe from this program. When the pipe closes, the script
 * kills the JVM, waits for its death, since until then it may still write, and
 * removes the folder. A signal ends a `wait` early, so the script waits again
 * as long as the JVM is there.
 */
import * as ChildProcess from "effect/process/ChildProcess"

const script = `
folder=$1; shift
exec 3<&0 </dev/null
trap 'stopped=1' HUP INT TERM
"$@" 3<&- & java=$!
exec 2>/dev/null
( trap '' HUP INT TERM
  read -r line <&3
  kill -TERM $$
  kill -KILL "$java"
) >/dev/null & watcher=$!
wait "$java"; code=$?
while kill -0 "$java"; do wait "$java"; code=$?; done
kill -KILL "$watcher"
wait "$watcher"
[ -z "$stopped" ] || rm -rf "$folder"
exit "$code"
`

/** The command that runs `command` with its life tied to ours. */
export const guarded = (
  folder: string,
  command: string,
  words: ReadonlyArray<string>,
  cwd: string
): ChildProcess.Command => {
  const options: ChildProcess.CommandOptions = {
    cwd,
    killSignal: "SIGTERM",
    forceKillAfter: "2 seconds"
  }
  return process.platform === "win32"
    ? ChildProcess.make(command, words, options)
    : ChildProcess.make(
        "/bin/sh",
        ["-c", script, "tla2tools-runner", folder, command, ...words],
        options
      )
}
