/**
 * What a line tells of a choice. The spec's actions bind what they choose
 * themselves, so each has a copy in the module, with one conjunct more for each
 * name that it binds: it is what the line says, if it says it.
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

/** The copies of the actions that choose something, by the actions' names. */
export const choosing = (
  { actions }: Machine,
  spec: string
): ReadonlyMap<string, string> =>
  new Map(
    [...actions].flatMap(([name, action]) => {
      if (action._tag === "Receiving" || action.choices === undefined) return []
      const found = definition(name).exec(spec)
      if (found === null) return []
      const [, self, bound = "", body = ""] = found
      const told = [...bound.matchAll(/(\w+) \\in/g)].map(
        ([, variable]) =>
          `        /\\ "${variable}_chosen" \\in DOMAIN entry =>\n` +
          `            ${variable} = entry.${variable}_chosen\n`
      )
      const head = `${asTold(name)}(${self}, entry) ==\n    \\E ${bound} :\n`
      return [[name, `${head}${told.join("")}${body}`] as const]
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
