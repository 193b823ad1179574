/**
 * The updates of variables in logs of `trace_validation_tools`:
 * `{"op": "AddElement", "path": [], "args": ["rm-0"]}`.
 */
import * as Result from "effect/Result"
import { setOf } from "../../protocols/kernel/value.ts"
import { shown } from "../problem.ts"

/** One update, read: a value is set, or a set gains or loses elements. */
export type Edit =
  | {
      readonly _tag: "Set"
      readonly op: string
      /** The function's argument whose value is set; none: all of it. */
      readonly key: unknown
      readonly value: unknown
    }
  | {
      readonly _tag: "Add" | "Remove"
      readonly op: string
      readonly elements: ReadonlyArray<unknown>
    }

type Read = Result.Result<Edit, string>

type Values = ReadonlyArray<unknown>

const arity = (op: string, args: Values, expected: number): Read | undefined =>
  args.length === expected
    ? undefined
    : Result.fail(`${op} takes ${expected} arguments, got ${args.length}`)

const listed = (args: Values): Values =>
  args.length === 1 && Array.isArray(args[0]) ? (args[0] as Values) : args

const operations: Readonly<
  Record<string, (op: string, path: Values, args: Values) => Read>
> = {
  Update: (op, path, args) =>
    arity(op, args, 1) ??
    Result.succeed({ _tag: "Set", op, key: path[0], value: args[0] }),
  SetKey: (op, path, args) =>
    path.length === 0
      ? (arity(op, args, 2) ??
        Result.succeed({ _tag: "Set", op, key: args[0], value: args[1] }))
      : (arity(op, args, 1) ??
        Result.succeed({ _tag: "Set", op, key: path[0], value: args[0] })),
  Clear: (op, _path, args) =>
    arity(op, args, 0) ??
    Result.succeed({ _tag: "Set", op, key: undefined, value: [] }),
  AddElement: (op, _path, args) =>
    arity(op, args, 1) ?? Result.succeed({ _tag: "Add", op, elements: args }),
  AddElements: (op, _path, args) =>
    Result.succeed({ _tag: "Add", op, elements: listed(args) }),
  RemoveElement: (op, _path, args) =>
    arity(op, args, 1) ?? Result.succeed({ _tag: "Remove", op, elements: args })
}

/** The operations whose path names an argument of a function. */
const withPath = ["Update", "SetKey"]

/** An update as it is written. */
export interface Update {
  readonly op: string
  readonly path: Values
  readonly args: Values
}

const updateOf = (value: unknown): Result.Result<Update, string> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return Result.fail(`expected an update, got ${shown(value)}`)
  }
  const {
    op,
    path,
    args,
    ...rest
  }: { op?: unknown; path?: unknown; args?: unknown } = value
  const [excess] = Object.keys(rest)
  if (excess !== undefined) {
    return Result.fail(`an update has no field ${shown(excess)}`)
  }
  if (typeof op !== "string") {
    return Result.fail(`the operation ${shown(op)} is not known`)
  }
  return Array.isArray(path) && Array.isArray(args)
    ? Result.succeed({ op, path, args })
    : Result.fail("an update needs the lists path and args")
}

const edit = ({ op, path, args }: Update): Read => {
  if (!Object.hasOwn(operations, op)) {
    return Result.fail(`the operation ${shown(op)} is not known`)
  }
  if (path.length > (withPath.includes(op) ? 1 : 0)) {
    return Result.fail(`${op} has no place for the path ${shown(path)}`)
  }
  return operations[op]!(op, path, args)
}

/** Reads a list with what reads an element; the first failure, if any. */
const each = <A, B>(
  list: ReadonlyArray<A>,
  read: (element: A) => Result.Result<B, string>
): Result.Result<ReadonlyArray<B>, string> => {
  const all = list.map(read)
  const failed = all.find(Result.isFailure)
  return failed === undefined
    ? Result.succeed(all.filter(Result.isSuccess).map(({ success }) => success))
    : Result.fail(failed.failure)
}

/** The updates of one variable, as they are written. */
export const updates = (
  value: unknown
): Result.Result<ReadonlyArray<Update>, string> =>
  Array.isArray(value) && value.length > 0
    ? each(value, updateOf)
    : Result.fail(`expected a list of updates, got ${shown(value)}`)

/** Reads the updates of one variable. */
export const edits = (
  value: unknown
): Result.Result<ReadonlyArray<Edit>, string> =>
  Result.flatMap(updates(value), (list) => each(list, edit))

/** What updates of a set amount to. */
export interface Folded<A> {
  /** All elements, where they were set. */
  readonly all: ReadonlyArray<A> | undefined
  readonly added: ReadonlyArray<A>
  readonly removed: ReadonlyArray<A>
}

/** Puts the updates of a set together; `read` refuses what is no element. */
export const folded = <A>(
  updates: ReadonlyArray<Edit>,
  read: (value: unknown) => A
): Folded<A> => {
  let all: ReadonlyArray<A> | undefined
  let added: ReadonlyArray<A> = []
  let removed: ReadonlyArray<A> = []
  const unlike = (elements: ReadonlyArray<A>) => {
    const texts = new Set(elements.map((element) => JSON.stringify(element)))
    return (element: A) => !texts.has(JSON.stringify(element))
  }
  for (const update of updates) {
    if (update._tag === "Set") {
      const list = Array.isArray(update.value) ? update.value : [update.value]
      all = setOf(list.map(read))
      continue
    }
    const elements = update.elements.map(read)
    const rest = unlike(elements)
    const adds = update._tag === "Add"
    if (all !== undefined) {
      all = setOf([...all.filter(rest), ...(adds ? elements : [])])
    }
    added = [...added.filter(rest), ...(adds ? elements : [])]
    removed = [...removed.filter(rest), ...(adds ? [] : elements)]
  }
  return { all, added, removed }
}
