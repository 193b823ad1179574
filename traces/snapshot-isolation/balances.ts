/**
 * The example of every lecture: a balance is 100, and two transactions pay in
 * 50 and 20. Each reads the balance and writes what it found and its amount
 * more: if both have found 100, one writes 150 and the other 120.
 */
import type { Action } from "../../protocols/kernel/protocol.ts"
import type { Event } from "../format.ts"
import { accepted, type Performance, type Story } from "../story.ts"
import { opening, type Turn, turns } from "./runs.ts"

type Turns = ReadonlyArray<Turn>
type Actions = Readonly<Record<string, Action>>

const payment = (id: string, amount: number): Turns => [
  [id, "Begin"],
  [id, "Read", "balance"],
  [id, "Update", "balance", (read) => String(Number(read) + amount)],
  [id, "Commit"]
]

const fifty = payment("plus-50", 50)
const twenty = payment("plus-20", 20)

/** Every order of the steps of both, in which each keeps its own. */
const merges = (a: Turns, b: Turns): ReadonlyArray<Turns> => {
  const [first, ...as] = a
  const [second, ...bs] = b
  if (first === undefined) return [b]
  if (second === undefined) return [a]
  return [
    ...merges(as, b).map((rest): Turns => [first, ...rest]),
    ...merges(a, bs).map((rest): Turns => [second, ...rest])
  ]
}

/** The balance is opened, these turns are taken, and it is read at last. */
const run = (between: Turns, actions: Actions = {}): Performance =>
  turns(
    [
      ...opening({ balance: "100" }),
      ...between,
      ["closing", "Begin"],
      ["closing", "Read", "balance"],
      ["closing", "Commit"]
    ],
    { actions, values: ["100", "120", "150", "170"] }
  )

/** The runs of both payments, one for each order of their steps. */
export const everyOrder = (actions?: Actions): ReadonlyArray<Performance> =>
  merges(fifty, twenty).map((between) => run(between, actions))

const of = (events: ReadonlyArray<Event>, action: string): string =>
  events
    .filter(
      (event) => event.action === action && event.actor.startsWith("plus")
    )
    .map(({ actor }) => actor)
    .join(", ")

/** Who committed, in this order, who aborted, and the balance in the end. */
export const outcomeOf = (events: ReadonlyArray<Event>): string => {
  const balance = events.findLast(({ action }) => action === "Read")?.choice
  const aborted = of(events, "Abort")
  const who = aborted === "" ? "nobody" : aborted
  return [of(events, "Commit"), who, String(balance?.["value"])].join(" | ")
}

/** Both take the same steps by turns; the one named first commits first. */
const byTurns = (a: Turns, b: Turns): Turns =>
  a.flatMap((turn, i) => [turn, b[i]!])

const outcome = (
  name: string,
  tells: string,
  between: Turns,
  expected: string
): Story => ({
  name: `two_balances_${name}`,
  tells,
  run: run(between),
  tell: accepted((events) => outcomeOf(events) === expected)
})

/** Every outcome of the two payments; the last is tried again. */
export const balanceStories: ReadonlyArray<Story> = [
  outcome(
    "150",
    "Both find 100; who pays in 50 commits first, so the other aborts.",
    byTurns(fifty, twenty),
    "plus-50 | plus-20 | 150"
  ),
  outcome(
    "120",
    "Both find 100; who pays in 20 commits first, so the other aborts.",
    byTurns(twenty, fifty),
    "plus-20 | plus-50 | 120"
  ),
  outcome(
    "150_then_170",
    "The payment of 20 begins after that of 50, and finds 150.",
    [...fifty, ...twenty],
    "plus-50, plus-20 | nobody | 170"
  ),
  outcome(
    "120_then_170",
    "The payment of 50 begins after that of 20, and finds 120.",
    [...twenty, ...fifty],
    "plus-20, plus-50 | nobody | 170"
  ),
  outcome(
    "tried_again",
    "The payment of 20 aborts, is tried again, and finds 150.",
    [...byTurns(fifty, twenty), ...payment("plus-20-again", 20)],
    "plus-50, plus-20-again | plus-20 | 170"
  )
]
