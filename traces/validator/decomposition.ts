/** A value taken apart: what it says about each actor, and the rest. */
import { key } from "../../protocols/kernel/value.ts"
import { addNames, looksLikeSet } from "./naming.ts"

export class Decomposition {
  readonly facts: Array<readonly [string, string]> = []
  readonly pinned = new Set<string>()
  private readonly free: ReadonlySet<string>

  constructor(free: ReadonlySet<string>) {
    this.free = free
  }

  /** The text of the value without what it says about single free actors. */
  take(value: unknown, path: string): string {
    if (typeof value === "string" && this.free.has(value)) {
      this.facts.push([value, path])
      return "*"
    }
    if (typeof value !== "object" || value === null) return key(value)
    if (!Array.isArray(value)) return this.fields(value, path)
    return looksLikeSet(value)
      ? this.elements(value, path)
      : value.map((element, i) => this.take(element, `${path}[${i}]`)).join()
  }

  /** As for a set: each element that names one actor is a fact about it. */
  elements(elements: ReadonlyArray<unknown>, path: string): string {
    return `{${elements
      .flatMap((element) => this.single(element, `${path}{}`) ?? [])
      .join()}}`
  }

  private fields(value: object, path: string): string {
    const all: ReadonlyArray<[string, unknown]> = Object.entries(value)
    const entries = all.toSorted(([a], [b]) => (a < b ? -1 : 1))
    return entries
      .flatMap(([field, inner]) =>
        this.free.has(field)
          ? (this.single({ [field]: inner }, `${path}.`) ?? [])
          : [`${field}:${this.take(inner, `${path}.${field}`)}`]
      )
      .join()
  }

  /** Its text if it names nobody; otherwise it becomes a fact. */
  private single(value: unknown, path: string): string | undefined {
    const names = new Set<string>()
    addNames(value, this.free, names)
    const [name, ...others] = names
    if (name === undefined) return key(value)
    if (others.length === 0) {
      const text = key(value).replaceAll(JSON.stringify(name), "*")
      this.facts.push([name, path + text])
      return undefined
    }
    for (const pinned of names) this.pinned.add(pinned)
    return key(value)
  }
}
