/**
 * A disk in memory, whose machine stops in the middle of things. What was not
 * synced by then may be there, or not, or in part.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as PlatformError from "effect/PlatformError"

interface Content {
  written: Uint8Array
  synced: Uint8Array
}

/** What becomes of that which was not synced when the machine stops. */
export interface Loss {
  /** Do files keep the names that they had? */
  readonly names: boolean
  /** How much of what was written is there, from 0 to 1. */
  readonly kept: number
}

/** A sync that does nothing, as if the program had forgotten it. */
export type Forgotten = "content" | "names"

/** The disk, and how many operations it does before its machine stops. */
interface Machine {
  readonly forgotten: Forgotten | undefined
  names: Map<string, Content>
  durable: Map<string, Content>
  left: number
}

export interface Disk {
  readonly files: FileSystem.FileSystem
  /** The machine stops after so many operations more. */
  readonly stopAfter: (operations: number) => void
  readonly stopped: () => boolean
  /** The machine runs again. */
  readonly recover: (loss: Loss) => void
}

const problem = (tag: "NotFound" | "Unknown", method: string, path: string) =>
  PlatformError.systemError({
    _tag: tag,
    module: "FileSystem",
    method,
    pathOrDescriptor: path
  })

/** An operation that is done, finds nothing (undefined), or comes too late. */
const operate = <A>(
  machine: Machine,
  [method, path]: readonly [string, string],
  act: () => A | undefined
): Effect.Effect<A, PlatformError.PlatformError> =>
  Effect.suspend(() => {
    if (machine.left <= 0) return Effect.fail(problem("Unknown", method, path))
    machine.left -= 1
    const found = act()
    return found === undefined
      ? Effect.fail(problem("NotFound", method, path))
      : Effect.succeed(found)
  })

const handle = (parts: Partial<FileSystem.File>): FileSystem.File =>
  ({
    [FileSystem.FileTypeId]: FileSystem.FileTypeId,
    ...parts
  }) as FileSystem.File

const folder = (machine: Machine, path: string) =>
  handle({
    sync: operate(machine, ["sync", path], () => {
      if (machine.forgotten !== "names")
        machine.durable = new Map(machine.names)
      return true
    }).pipe(Effect.asVoid)
  })

const empty = new Uint8Array()

const newFile = (machine: Machine, path: string): Content => {
  const content = { written: empty, synced: empty }
  machine.names.set(path, content)
  return content
}

/** What is written comes at the end. */
const openFile = (machine: Machine, path: string, content: Content) =>
  handle({
    writeAll: (bytes) =>
      operate(machine, ["writeAll", path], () => {
        content.written = Buffer.concat([content.written, bytes])
        return true
      }).pipe(Effect.asVoid),
    truncate: (length = 0) =>
      operate(machine, ["truncate", path], () => {
        content.written = content.written.slice(0, length)
        return true
      }).pipe(Effect.asVoid),
    sync: operate(machine, ["sync", path], () => {
      if (machine.forgotten !== "content") content.synced = content.written
      return true
    }).pipe(Effect.asVoid)
  })

const filesOf = (machine: Machine): FileSystem.FileSystem => {
  const read = (path: string) => machine.names.get(path)?.written
  return FileSystem.makeNoop({
    readFile: (path) => operate(machine, ["readFile", path], () => read(path)),
    readFileString: (path) =>
      operate(machine, ["readFileString", path], () => read(path)).pipe(
        Effect.map((bytes) => new TextDecoder().decode(bytes))
      ),
    open: (path, options) =>
      operate(machine, ["open", path], () => {
        const there = machine.names.get(path)
        if (options?.flag === "w" || options?.flag === "a") {
          const old = options.flag === "a" ? there : undefined
          return openFile(machine, path, old ?? newFile(machine, path))
        }
        return there ? openFile(machine, path, there) : folder(machine, path)
      }),
    rename: (from, to) =>
      operate(machine, ["rename", from], () => {
        const content = machine.names.get(from)
        if (content === undefined) return undefined
        machine.names.delete(from)
        machine.names.set(to, content)
        return true
      }).pipe(Effect.asVoid)
  })
}

/** As far as it was written, the new; from there on still the old. */
const halfDone = ({ synced, written }: Content, kept: number): Uint8Array => {
  if (kept === 1) return written
  const differs = written.findIndex((byte, i) => byte !== synced[i])
  const alike = differs < 0 ? written.length : differs
  const done = alike + Math.round(kept * (written.length - alike))
  return Buffer.concat([written.subarray(0, done), synced.subarray(done)])
}

/** An empty disk. */
export const makeDisk = (forgotten?: Forgotten): Disk => {
  const [names, durable] = [
    new Map<string, Content>(),
    new Map<string, Content>()
  ]
  const machine: Machine = { forgotten, names, durable, left: Infinity }
  return {
    files: filesOf(machine),
    stopAfter: (operations) => {
      machine.left = operations
    },
    stopped: () => machine.left <= 0,
    recover: (loss) => {
      machine.left = Infinity
      machine.names = new Map(loss.names ? machine.names : machine.durable)
      for (const content of machine.names.values()) {
        const { written, synced } = content
        if (written !== synced) content.written = halfDone(content, loss.kept)
        content.synced = content.written
      }
      machine.durable = new Map(machine.names)
    }
  }
}
