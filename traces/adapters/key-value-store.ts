/**
 * Logs of the Java key-value store of Cirstea, Kuppe, Loillier and Merz
 * ("Validating Traces of Distributed Programs Against TLA+ Specifications",
 * SEFM 2024), whose transactions are isolated by snapshots:
 *
 *     {"event": "Update", "event_args": ["1", 7, "V15"],
 *      "written": [{"op": "AddElement", "path": ["1"], "args": [7]}],
 *      "snapshotStore": [{"op": "SetKey", "path": ["1"], "args": [7, "V15"]}]}
 *
 * Its events are our actions under other names. An id of a transaction is used
 * again after its end, where we have another transaction: `T1.2` is the second
 * one that was opened under the id 1. Keys are `k7`. Which transactions, keys
 * and values there are is gathered from the log itself; a file of the program's
 * constants can only say that one of them is unknown.
 */
import type { Choice } from "../../protocols/kernel/action.ts"
import type { Expectation, Observation } from "../validator/observed.ts"
import { same } from "../validator/same.ts"
import type { Contradiction } from "../validator/verdict.ts"
import type { Adapter, OpenLog, Read } from "./adapter.ts"
import { isRecord, refusing } from "./java-log.ts"
import {
  type Change,
  ends,
  events,
  gives,
  mayBe,
  type Told,
  toldIn,
  variables
} from "./key-value-lines.ts"
import {
  anyKey,
  anyTransaction,
  anyValue,
  gathering,
  type Population,
  keyId,
  transactionId
} from "./key-value-population.ts"

class Log implements OpenLog {
  readonly constants: object
  readonly warnings: ReadonlyArray<string>
  private readonly population: Population
  /** How often each id was opened so far; who is open. */
  private readonly opened = new Map<string, number>()
  private readonly open = new Set<string>()
  private transactions = 0
  /** How many are open, where nobody is named. */
  private going = 0
  private inserts = 0

  constructor(population: Population) {
    this.population = population
    this.constants = population.constants
    this.warnings = population.warnings
  }

  line(text: string, line: number) {
    return refusing((): Read => {
      const told = toldIn(text)
      this.population.check(told)
      const observation = this.step(line, this.atLeast(told))
      const contradiction = this.allEnded(told)
      return contradiction === undefined
        ? { _tag: "Step", observation }
        : { _tag: "Contradiction", observation, contradiction }
    })
  }

  end() {
    return undefined
  }

  /** Where nobody is named: whoever acts must have begun, and not have ended. */
  private allEnded(told: Told): Contradiction | undefined {
    if (!this.population.nameless) return undefined
    if (mayBe(told, "Begin")) {
      this.going += 1
      return undefined
    }
    if (this.going === 0) return { _tag: "AllEnded", begun: this.transactions }
    if (ends.some((end) => mayBe(told, end))) this.going -= 1
    return undefined
  }

  private step(line: number, told: Told): Observation {
    const actor = this.actor(told)
    const choice = this.choice(told)
    return {
      line,
      ...(told.action === undefined ? {} : { action: told.action }),
      ...(told.among === undefined ? {} : { among: told.among }),
      ...(actor === undefined ? {} : { actor }),
      ...(choice === undefined ? {} : { choice }),
      expected: this.expected(told)
    }
  }

  /** Who acts; an id that is opened again stands for another transaction. */
  private actor(told: Told): string | undefined {
    const { transaction: id } = told
    const opens = mayBe(told, "Begin")
    if (this.population.nameless) {
      return opens ? anyTransaction((this.transactions += 1)) : undefined
    }
    if (id === undefined) return undefined
    if (opens && !this.open.has(id)) {
      this.opened.set(id, (this.opened.get(id) ?? 0) + 1)
      this.open.add(id)
    }
    if (ends.some((end) => mayBe(told, end))) this.open.delete(id)
    return this.current(id)
  }

  /**
   * Of the actions that the line can be of, those after which all is possible
   * that is possible after the others. Where no line tells whether a key had a
   * value, a write may be taken for one that gives a value, and an end for an
   * abort, which is in nobody's way.
   */
  private atLeast(told: Told): Told {
    if (told.among === undefined || this.population.telling) return told
    const hindering = gives(told) ? "Remove" : "Commit"
    const among = told.among.filter((action) => action !== hindering)
    return { ...told, among }
  }

  /**
   * What is known of the choice. Where no line tells a key, each insert may be
   * taken for one of a key that was never there: what is done to the key while
   * that value is there is done to this one, and fewer keys are in conflict.
   */
  private choice(told: Told): Choice | undefined {
    const { action, key } = told
    const fresh = this.population.keyless && action === "Insert"
    const which = fresh ? anyKey((this.inserts += 1)) : key
    const known = {
      ...(which === undefined ? {} : { key: keyId(which) }),
      ...(gives(told) && !mayBe(told, "Remove")
        ? { value: told.value ?? anyValue }
        : {})
    }
    return Object.keys(known).length === 0 ? undefined : known
  }

  private current(id: string): string {
    return transactionId(id, this.opened.get(id) ?? 1)
  }

  private expected({ changes }: Told): ReadonlyArray<Expectation> {
    if (this.population.nameless) return []
    const all = changes.map((change) => this.afterwards(change))
    return all.filter(
      (one, i) => all.findIndex((other) => same(other, one)) === i
    )
  }

  private afterwards({ transaction, status, key, value }: Change): Expectation {
    const actor = this.current(transaction)
    return status === undefined
      ? {
          _tag: "Entry",
          actor,
          field: "writes",
          key: keyId(key!),
          ...(value === undefined ? {} : { value })
        }
      : { _tag: "Field", actor, field: "status", oneOf: status }
  }
}

export const keyValueStoreJava: Adapter = {
  name: "key-value-store-java",
  folder: "snapshot-isolation",
  recognise: (first) =>
    isRecord(first) &&
    (Object.hasOwn(events, String(first["event"])) ||
      Object.keys(variables).some((name) => name in first)),
  header: false,
  partial: ["event_args"],
  constantsBeside: () => undefined,
  gather: gathering,
  open: (_subject, _first, gathered) =>
    refusing(() => new Log(gathered![0] as Population))
}
