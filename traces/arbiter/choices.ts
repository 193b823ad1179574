/**
 * What a line tells of a choice, or of a message. The spec's actions bind what
 * they choose or receive themselves, so each has a copy in the module: what it
 * binds is what the line says, if it says it.
 */
import type { Choice } from "../../protocols/kernel/action.ts"
import type { Machine } from "../validator/machine.ts"

/** The name of the copy. */
export const asTold = (action: string): string => `${action}AsTold`

/** `Read(t) == \E key \in Key, value \in Content : ...`, to the empty line. */
const definition = (action: string): RegExp =>
  new RegExp(
    `^${action}\\((\\w+)\\) ==\\n *\\\\E ([^:]+) :\\n((?: .*\\n)+)`,
    "m"
  )

/** What is bound is received: it is the message that the line tells of. */
const receiving = (bound: string): string =>
  bound.replace(
    /^(\w+) \\in ([^]*\S)/,
    (_, variable: string, messages: string) =>
      `${variable} \\in {any \\in ${messages} :\n` +
      `        "message_received" \\in DOMAIN entry =>\n` +
      `            any \\in entry.message_received}`
  )

/** A body that is no list of conjuncts becomes one of a list. */
const conjunctOf = (body: string): string =>
  /^ *\/\\/.test(body)
    ? body
    : body.replace(/^/gm, "   ").replace(/^( {8})   /, "$1/\\ ")

/** The copies of actions that choose or receive something, by their names. */
export const choosing = (
  { actions }: Machine,
  spec: string
): ReadonlyMap<string, string> =>
  new Map(
    [...actions].flatMap(([name, action]) => {
      const receives = action._tag === "Receiving"
      if (!receives && action.choices === undefined) return []
      const found = definition(name).exec(spec)
      if (found === null) return []
      const [, self, bound = "", body = ""] = found
      const all = receives ? [] : [...bound.matchAll(/(\w+) \\in/g)]
      const told = all.map(
        ([, variable]) =>
          `        /\\ "${variable}_chosen" \\in DOMAIN entry =>\n` +
          `            ${variable} = entry.${variable}_chosen\n`
      )
      const binds = receives ? receiving(bound) : bound
      const head = `${asTold(name)}(${self}, entry) ==\n    \\E ${binds} :\n`
      return [[name, `${head}${told.join("")}${conjunctOf(body)}`] as const]
    })
  )

/** A known part of a choice as a field of a record; some have no text. */
export const chosen = (
  choice: Choice
): ReadonlyArray<readonly [name: string, text: string] | undefined> =>
  Object.entries(choice).map(([name, value]) =>
    typeof value === "string" || typeof value === "number"
      ? [`${name}_chosen`, JSON.stringify(value)]
      : undefined
  )
