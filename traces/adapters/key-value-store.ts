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
import type { Adapter, OpenLog } from "./adapter.ts"
import { isRecord, refusing } from "./java-log.ts"
import {
  ends,
  events,
  mayBe,
  type Told,
  toldIn,
  variables
} from "./key-value-lines.ts"
import {
  anyKey,
  anyTransaction,
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
  private inserts = 0

  constructor(population: Population) {
    this.population = population
    this.constants = population.constants
    this.warnings = population.warnings
  }

  line(text: string, line: number) {
    return refusing(() => {
      const told = toldIn(text)
      this.population.check(told)
      return { _tag: "Step" as const, observation: this.step(told, line) }
    })
  }

  end() {
    return undefined
  }

  private step(told: Told, line: number): Observation {
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
   * What is known of the choice. Where no line tells a key, each insert may be
   * taken for one of a key that was never there: what is done to the key while
   * that value is there is done to this one, and fewer keys are in conflict.
   */
  private choice({ action, key, value }: Told): Choice | undefined {
    const fresh = this.population.keyless && action === "Insert"
    const which = fresh ? anyKey((this.inserts += 1)) : key
    const known = {
      ...(which === undefined ? {} : { key: keyId(which) }),
      ...(value === undefined || action === "Remove" ? {} : { value })
    }
    return Object.keys(known).length === 0 ? undefined : known
  }

  private current(id: string): string {
    return transactionId(id, this.opened.get(id) ?? 1)
  }

  private expected({ changes }: Told): ReadonlyArray<Expectation> {
    if (this.population.nameless) return []
    return changes.map(({ transaction, status, key, value }): Expectation => {
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
    })
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
