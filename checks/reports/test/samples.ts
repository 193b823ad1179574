/** What the tests draw: counter-examples and logs of this project. */
import * as fc from "fast-check"
import * as Effect from "effect/Effect"
import { readdirSync } from "node:fs"
import type { Message } from "../../../protocols/kernel/protocol.ts"
import { machineOf } from "../../../traces/validator/machine.ts"
import { openFile } from "../../../traces/validator/open.ts"
import { subjectFor } from "../../../traces/validator/subjects.ts"
import { readOpen, validateOpen } from "../../../traces/validator/validate.ts"
import { checkWithExplorer } from "../../check/check.ts"
import { runWithFiles } from "../../check/test/engine.ts"
import { allModels, type Model } from "../../models/models.ts"
import type { Behaviour, ToldStep } from "../behaviour.ts"
import { fromCounterexample } from "../from-counterexample.ts"
import { fromLog } from "../from-log.ts"

/** The everyday models by their names. */
export const models: ReadonlyMap<string, Model> = new Map(
  (await runWithFiles(allModels))
    .filter(({ everyday }) => everyday)
    .map((model) => [model.name, model])
)

/** Every sentence is the name that it is about. */
export const sentence = (name: string): string => `The sentence of ${name}.`

/** What the explorer finds, and how reports draw it. */
export const explored = async (name: string) => {
  const model = models.get(name)!
  const report = await runWithFiles(
    checkWithExplorer(model, {
      limits: {},
      cached: true,
      onProgress: () => Effect.void
    })
  )
  const { counterexample } = report
  if (counterexample === undefined) throw new Error(`${name} is not refuted`)
  const refuted = { ...report, counterexample }
  return { model, refuted, told: fromCounterexample(model, refuted, sentence) }
}

const folder = "traces/two-phase-commit"

/** The logs of two-phase commit. */
export const logs = readdirSync(folder)
  .filter((name) => name.endsWith(".ndjson"))
  .map((name) => `${folder}/${name}`)

/** A log that names its steps, its verdict, and how reports draw it. */
export const validated = (file: string) =>
  runWithFiles(
    Effect.gen(function* () {
      const opened = yield* openFile(file, subjectFor)
      const { verdict, constants } = yield* validateOpen(file, opened)
      const { observations } = yield* readOpen(file, opened)
      const machine = machineOf(opened.subject.protocol, constants)
      const consumed =
        verdict._tag === "Accepted" ? observations.length : verdict.consumed
      const log = {
        file,
        machine,
        observations: observations.slice(0, consumed),
        verdict
      }
      return { verdict, told: fromLog(log, sentence) }
    })
  )

const step: ToldStep = {
  action: "Pass",
  actor: "a",
  changes: [{ field: "a.turn", before: 1, after: 2 }],
  guards: [{ name: "Mine", formula: "self.turn === 1", holds: true }],
  sent: [],
  kept: [{ field: "a.name", value: "a" }],
  logged: []
}

/** A long behaviour of two actors that pass a message to and fro. */
export const long = (length: number): Behaviour => ({
  title: `${length} steps`,
  facts: [],
  actors: ["a", "b"],
  steps: Array.from({ length }, (_, i) => ({
    ...step,
    actor: i % 2 === 0 ? "a" : "b",
    ...(i === 0 ? {} : { message: message(`turn ${i}`), sentIn: i }),
    sent: [message(`turn ${i + 1}`)]
  }))
})

const message = (text: string): Message & { readonly text: string } => ({
  _tag: "M",
  text
})

/** A behaviour that says this text wherever a text can be. */
export const saying = (text: string): Behaviour => ({
  title: text,
  sentence: text,
  facts: [[text, text]],
  actors: [text],
  steps: [
    {
      action: text,
      actor: text,
      choice: { value: text },
      message: message(text),
      sentIn: 1,
      changes: [
        { field: text, before: [{ text }], after: [{ text: `${text}!` }] },
        { field: text, before: { text }, after: text }
      ],
      guards: [
        { name: text, formula: text, holds: false },
        { name: text, formula: text }
      ],
      sent: [{ _tag: "M" }],
      kept: [{ field: text, value: text }],
      logged: [{ field: text, value: text }],
      sentence: text,
      line: 1,
      rejected: { why: [text, text], instead: [text] }
    }
  ],
  states: [{ x: text }, { x: text }]
})

/** Text with what some format takes for its own. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    "</script>",
    "<b>",
    "&amp;",
    "]]>",
    "-->",
    "'\"",
    "end",
    "a;b",
    "#59;",
    "%%",
    "%0A",
    "\r\n::error::",
    "\u0000",
    "\ud800"
  )
)
