/**
 * What holds of the repository as a whole and no other tool looks after. A rule
 * tells what is wrong with a tree of files, one line each.
 */
import * as Schema from "effect/Schema"
import { Manifest } from "../models/manifest.ts"
import type { Tree } from "./tree.ts"

type Rule = (tree: Tree) => ReadonlyArray<string>

/** `path:line` of the lines that are wrong, in the files that are meant. */
const lines =
  (meant: RegExp, wrong: (line: string) => boolean): Rule =>
  (tree) =>
    Object.entries(tree)
      .filter(([path]) => meant.test(path))
      .flatMap(([path, text]) =>
        text
          .split("\n")
          .flatMap((line, i) => (wrong(line) ? [`${path}:${i + 1}`] : []))
      )

const decode = <A>(
  schema: Schema.Codec<A, unknown>,
  text: string | undefined
) => Schema.decodeUnknownSync(schema)(JSON.parse(text ?? "null"))

const folders = ["spec", "protocols", "checks", "traces", "docs"]
const files = ["README.md", "LICENSE", "package.json", "tsconfig.json"]
const optional = [
  "storage",
  "package-lock.json",
  "knip.json",
  "vitest.config.ts"
]

/** The top level is fixed: a reader finds everything where it is said to be. */
const topLevel: Rule = (tree) => {
  const names = new Set(Object.keys(tree).map((path) => path.split("/")[0]))
  const known = [...folders, ...files, ...optional]
  return [
    ...[...folders, ...files]
      .filter((name) => !names.has(name))
      .map((name) => `${name} is missing`),
    ...[...names]
      .filter((name) => name?.startsWith(".") !== true)
      .filter((name) => !known.includes(name ?? ""))
      .map((name) => `${name} does not belong there`)
  ]
}

/** What every model has to give is written down, and nothing else is. */
const manifests: Rule = (tree) => {
  const configs = Object.keys(tree).filter((path) =>
    /^spec\/[^/]+\/[^/]+\.cfg$/.test(path)
  )
  const expected = Object.keys(tree)
    .filter((path) => /^spec\/[^/]+\/manifest\.json$/.test(path))
    .flatMap((path) =>
      decode(Manifest, tree[path]).map(({ model }) =>
        path.replace("manifest.json", model)
      )
    )
  return [
    ...(configs.length === 0 ? ["there are no models"] : []),
    ...configs
      .filter((path) => !expected.includes(path))
      .map((path) => `${path} is in no manifest`),
    ...expected
      .filter((path) => !configs.includes(path))
      .map((path) => `${path} does not exist`)
  ]
}

/** Spec and twin stand side by side. */
const columns = lines(
  /^(spec|protocols)\/.*\.(tla|cfg|ts)$/,
  (line) => Array.from(line).length > 80
)

/** A file is read in one go. */
const lengths: Rule = (tree) =>
  Object.entries(tree)
    .filter(([path]) => /\.(ts|tla)$/.test(path))
    .map(([path, text]) => [path, text.split("\n").length - 1] as const)
    .filter(([, count]) => count > 300)
    .map(([path, count]) => `${path} has ${count} lines`)

const authored = /^(?!package-lock\.json$)/

/** What is left to do is not left in the text. */
const unfinished = lines(authored, (line) =>
  /\b(T[O]DO|FIX[M]E|X[X]X)\b/.test(line)
)

/** The text is true on every machine and at any time. */
const elsewhere = lines(
  /^(?!package-lock\.json$|.*\.test\.ts$)/,
  (line) =>
    /(^|[^\w.~}\]/-])\/(home|root|tmp|work|Users|mnt)\//.test(line) ||
    /\b(this|previous|next|last|earlier) s[e]ssion\b/i.test(line) ||
    /\bregistry\.[a-z]+\.[a-z]+\b/.test(line)
)

/** Protocols keep to the rules of purity: none is switched off in place. */
const purity = lines(/^protocols\//, (line) =>
  /oxlint-disable|eslint-disable|@ts-ignore|@ts-nocheck/.test(line)
)

const Versions = Schema.optionalKey(Schema.Record(Schema.String, Schema.String))

const Package = Schema.Struct({
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
  peerDependencies: Versions
})

const Lock = Schema.Struct({
  packages: Schema.Record(
    Schema.String,
    Schema.Struct({
      version: Schema.optionalKey(Schema.String),
      resolved: Schema.optionalKey(Schema.String),
      integrity: Schema.optionalKey(Schema.String),
      optionalDependencies: Versions,
      link: Schema.optionalKey(Schema.Boolean)
    })
  )
})

/** The same versions in every clone, of the same content. */
const versions: Rule = (tree) =>
  Object.keys(tree)
    .filter((path) => /(^|\/)package\.json$/.test(path))
    .flatMap((path) =>
      Object.values(decode(Package, tree[path]))
        .flatMap((dependencies) => Object.entries(dependencies))
        .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
        .map(([name, version]) => `${path}: ${name} ${version} is not exact`)
    )

/** What is locked is complete, whatever the machine, and from any registry. */
const locked: Rule = (tree) => {
  const packages = Object.entries(
    decode(Lock, tree["package-lock.json"]).packages
  )
  const names = new Set(
    packages.map(([path]) => path.split("node_modules/").at(-1))
  )
  return packages.flatMap(([path, found]) => [
    ...Object.keys(found.optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${path} needs ${name}`),
    ...(path.includes("node_modules/") && found.link !== true
      ? (["version", "integrity"] as const)
          .filter((field) => found[field] === undefined)
          .map((field) => `${path} has no ${field}`)
          .concat(
            found.resolved === undefined ? [] : `${path} names its registry`
          )
      : [])
  ])
}

export const rules = {
  topLevel,
  manifests,
  columns,
  lengths,
  unfinished,
  elsewhere,
  purity,
  versions,
  locked
}
