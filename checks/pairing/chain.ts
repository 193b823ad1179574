/** Modules that extend each other within a folder, read as one. */
import type { Module } from "./module.ts"

/** A module after all that it extends, each once. */
export const chainOf = (
  modules: ReadonlyArray<Module>,
  last: Module
): ReadonlyArray<Module> => [
  ...new Set(
    last.extends
      .flatMap(({ name }) => modules.filter((m) => m.name === name))
      .flatMap((m) => chainOf(modules, m))
      .concat(last)
  )
]

/** A module with all that it extends. */
export const whole = (modules: ReadonlyArray<Module>, last: Module): Module => {
  const chain = chainOf(modules, last)
  return {
    ...last,
    definitions: chain.flatMap(({ definitions }) => definitions),
    constants: chain.flatMap(({ constants }) => constants),
    variables: chain.flatMap(({ variables }) => variables),
    sections: chain.flatMap(({ sections }) => sections)
  }
}

/** What a module says of its definitions and those that it extends, by name. */
export const sentencesIn = (modules: ReadonlyArray<Module>, name: string) => {
  const definitions = modules
    .filter((module) => module.name === name)
    .flatMap((module) => whole(modules, module).definitions)
  return (definition: string): string | undefined =>
    definitions.find((known) => known.name === definition)?.sentence
}
