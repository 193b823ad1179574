/**
 * Do a spec and its twin tell the same story? Compares the names, the order and
 * the sentences of a TLA+ module with those of the protocol that is its twin.
 * What actions do is none of its business: parity compares that.
 */
import * as SchemaAST from "effect/SchemaAST"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { chainOf, whole } from "./chain.ts"
import { compareSentences, type Difference } from "./compare.ts"
import {
  actionForm,
  actionsIn,
  type Definition,
  mentions,
  type Named,
  scanModule,
  type Source,
  strings
} from "./module.ts"
import { definition, type Differences, names, type Pair } from "./pair.ts"
import { fairness, forms, isLiveness } from "./temporal.ts"
import { isTwinOf, placeOf, scanTwin } from "./twin.ts"

/**
 * All differences between a protocol and its spec; none if they agree.
 *
 * @param spec the `.tla` files of the protocol's folder in `spec/`
 * @param twin the `.ts` files of its folder in `protocols/`; those count whose
 * first comment names the protocol's module, or one that it extends
 * @param constants any constants of the protocol, such as a model's
 */
export const pair = (
  spec: ReadonlyArray<Source>,
  twin: ReadonlyArray<Source>,
  protocol: Protocol,
  constants: object
): Differences => {
  const name = protocol.module
  const modules = spec.map(scanModule)
  const last = modules.find((m) => m.name === name)
  const chain = last === undefined ? [] : chainOf(modules, last)
  const models = modules.find((m) => m.name === `MC${name}`)
  const files = twin.filter((file) => chain.some((m) => isTwinOf(m.name, file)))
  const absent = (what: string): Differences => [
    {
      _tag: "Module",
      spec: last?.place ?? { path: `${name}.tla`, line: 1 },
      twin: { path: (files[0] ?? twin[0])?.path ?? "", line: 1 },
      sentence: `${what} is not there`
    }
  ]
  if (last === undefined) return absent(`the module ${name}`)
  if (models === undefined) return absent(`the module MC${name}`)
  if (files.length === 0) return absent(`a file that is the twin of ${name}`)
  const module = whole(modules, last)
  const both = { module, models, twin: scanTwin(files), protocol, constants }
  return [
    ...actions(both),
    ...properties(both),
    ...forms(both),
    ...alike(both),
    ...declarations(both),
    ...fairness(both),
    ...messages(both)
  ]
}

const actions = (both: Pair): Differences => {
  const { module, protocol, twin } = both
  const next = definition(module, "Next")
  const environment = definition(module, "Environment")
  const inNext = actionsIn(module, next)
  const system = inNext.filter((action) => action !== environment)
  const outside =
    inNext.length > system.length ? actionsIn(module, environment) : []
  const all = [...system, ...outside]
  const acting = Object.keys(protocol.next)
  const suffered = Object.keys(protocol.environment)
  const common = all.filter(({ name }) =>
    [...acting, ...suffered].includes(name)
  )
  return [
    ...names(both, "Action", "action", system, acting, "Next", next),
    ...names(
      both,
      "Action",
      "action of the environment",
      outside,
      suffered,
      "Environment",
      environment ?? next
    ),
    ...missing(both, all),
    ...compareSentences(common, twin, false),
    ...common.flatMap((action) => guards(both, action))
  ]
}

/** Nothing to compare is no agreement; nor is an action that is left out. */
const missing = (
  { module, twin }: Pair,
  actions: ReadonlyArray<Definition>
): Differences => {
  const tell = ({ place }: Named, sentence: string): Difference => ({
    _tag: "Action",
    spec: place,
    twin: placeOf(twin, "Next"),
    sentence
  })
  const hasGuards = actions.some(
    (action) => actionForm(module, action).guards.length > 0
  )
  return [
    ...(actions.length > 0 ? [] : [tell(module, "the spec has no actions")]),
    ...(hasGuards ? [] : [tell(module, "the spec has no guards")]),
    ...module.definitions
      .filter((d) => d.section === "Actions" && !actions.includes(d))
      .map((d) => tell(d, `${d.name} is not among the actions of Next`))
  ]
}

/** The guards of one action, and what it receives. */
const guards = (both: Pair, spec: Definition): Differences => {
  const { module, twin, protocol } = both
  const { name } = spec
  const action = protocol.next[name] ?? protocol.environment[name]
  if (action === undefined) return []
  const form = actionForm(module, spec)
  const theirs = Object.keys(action.guards)
  const received = action._tag === "Receiving" ? action.receives : []
  const tell = ({ place }: Named, sentence: string): Difference => ({
    _tag: "Guard",
    spec: place,
    twin: placeOf(twin, name),
    sentence: `${name}: ${sentence}`
  })
  return [
    ...names(both, "Guard", `${name}: guard`, form.guards, theirs, name, spec),
    ...names(
      both,
      "Message",
      `${name}: message`,
      form.receives,
      received,
      name,
      spec
    ),
    ...form.loose.map((one) =>
      tell(one, "a conjunct is no change and has no label")
    ),
    ...form.late.map((one) => tell(one, `guard ${one.name} follows a change`))
  ]
}

const KINDS = [
  "invariants",
  "actionProperties",
  "liveness",
  "refinements",
  "witnesses",
  "bounds",
  "symmetries"
] as const

const SECTIONS: Readonly<Record<string, (typeof KINDS)[number]>> = {
  Witnesses: "witnesses",
  Symmetry: "symmetries"
}

/** What kind of property a definition is, in the twin's words. */
const kindOf = (
  { section, bare, sentence }: Definition,
  isModel: boolean
): (typeof KINDS)[number] | undefined => {
  if (isModel) return SECTIONS[section] ?? "bounds"
  if (section === "Refinement" && sentence !== "") return "refinements"
  if (section !== "Properties") return undefined
  if (/\[\]\s*\[/.test(bare)) return "actionProperties"
  return isLiveness(bare) ? "liveness" : "invariants"
}

const properties = (both: Pair): Differences =>
  KINDS.flatMap((kind) => {
    const isModel = ["witnesses", "bounds", "symmetries"].includes(kind)
    const module = isModel ? both.models : both.module
    const spec = module.definitions.filter((d) => kindOf(d, isModel) === kind)
    const theirs = Object.keys(both.protocol[kind] ?? {})
    const what = `one of the ${kind},`
    return [
      ...names(both, "Property", what, spec, theirs, kind, module),
      ...compareSentences(
        spec.filter(({ name }) => theirs.includes(name)),
        both.twin,
        !isModel
      )
    ]
  })

/** The constants whose elements a symmetry exchanges. */
const alike = (both: Pair): Differences =>
  Object.entries(both.protocol.symmetries ?? {}).flatMap(([name, theirs]) => {
    const spec = definition(both.models, name)
    if (spec === undefined) return []
    const ours = mentions(spec.place, spec.bare, /\bPermutations\((\w+)\)/g)
    const what = `${name}: constant`
    return names(both, "Constant", what, ours, theirs, name, spec)
  })

const fieldsOf = (ast: SchemaAST.AST) =>
  SchemaAST.isObjects(ast) ? ast.propertySignatures : []

const declarations = (both: Pair): Differences => {
  const { module, models, protocol, constants } = both
  const init = Object.entries(protocol.actors).map(([kind, { ids, init }]) => {
    const states = ids(constants).map(
      (id) => [id, init(id, constants)] as const
    )
    return [kind, Object.fromEntries(states)] as const
  })
  const world = { ...Object.fromEntries(init), network: [] }
  const variables = Object.keys(protocol.variables(world, constants))
  const fields = fieldsOf(protocol.constants.ast).map(({ name }) =>
    String(name)
  )
  const declared = [...module.constants, ...models.constants]
  return [
    ...names(
      both,
      "Variable",
      "variable",
      module.variables,
      variables,
      "variables"
    ),
    ...names(both, "Constant", "constant", declared, fields, "Constants")
  ]
}

const MESSAGE = /(?:\btype\s*(?:\|->|:)\s*|\bOfTypes?\()(?:\{[^}]*\}|"[^"]*")/g

/** The types of messages, in no order. */
const messages = (both: Pair): Differences => {
  const { ast } = both.protocol.network.message
  const tags = (SchemaAST.isUnion(ast) ? ast.types : [ast])
    .flatMap(fieldsOf)
    .flatMap(({ name, type }) =>
      name === "_tag" && SchemaAST.isLiteral(type) ? [String(type.literal)] : []
    )
  const spec = new Map(
    both.module.definitions
      .flatMap((d) => strings(d, MESSAGE))
      .map((message) => [message.name, message])
  )
  const inTwinsOrder = [...spec.values()].toSorted(
    (a, b) => tags.indexOf(a.name) - tags.indexOf(b.name)
  )
  return names(both, "Message", "message", inTwinsOrder, tags, "Message")
}
