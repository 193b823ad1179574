import { describe, expect, test } from "vitest"
import { rules } from "./rules.ts"
import { readTree, type Tree } from "./tree.ts"

const tree = readTree()
const without = (start: string): Tree =>
  Object.fromEntries(
    Object.entries(tree).filter(([path]) => !path.startsWith(start))
  )
const edited = (path: string, from: RegExp | string, to: string): Tree => {
  const text = tree[path]?.replace(from, to) ?? ""
  expect(text).not.toBe(tree[path])
  return { ...tree, [path]: text }
}

/** Trees that are wrong in one place, and what is to be said of them. */
const planted: Record<
  keyof typeof rules,
  ReadonlyArray<[string, () => Tree]>
> = {
  topLevel: [
    ["util does not belong there", () => ({ ...tree, "util/a.ts": "" })],
    ["LICENSE is missing", () => without("LICENSE")]
  ],
  manifests: [
    [
      "spec/planted/MCNew.cfg is in no manifest",
      () => ({ ...tree, "spec/planted/MCNew.cfg": "" })
    ],
    [
      "spec/planted/MCOld.cfg does not exist",
      () => ({
        ...tree,
        "spec/planted/manifest.json": '[{"model":"MCOld.cfg","result":"ok"}]'
      })
    ],
    ["there are no models", () => without("spec/")]
  ],
  columns: [
    [
      "protocols/planted.ts:2",
      () => ({ ...tree, "protocols/planted.ts": `\n// ${"x".repeat(78)}` })
    ],
    [
      "spec/planted/X.tla:1",
      () => ({ ...tree, "spec/planted/X.tla": "x".repeat(81) })
    ]
  ],
  lengths: [
    [
      "checks/planted.ts has 301 lines",
      () => ({ ...tree, "checks/planted.ts": "\n".repeat(301) })
    ]
  ],
  unfinished: [
    [
      "docs/planted.md:1",
      () => ({ ...tree, "docs/planted.md": ["TO", "DO: x"].join("") })
    ]
  ],
  elsewhere: [
    [
      "docs/planted.md:1",
      () => ({ ...tree, "docs/planted.md": "see `/tmp/x`" })
    ],
    [
      "checks/planted.ts:2",
      () => ({ ...tree, "checks/planted.ts": '\n"/home/me/x"' })
    ],
    [
      "docs/planted.md:1",
      () => ({ ...tree, "docs/planted.md": "as in the last session" })
    ],
    [
      ".npmrc:1",
      () => ({ ...tree, ".npmrc": "registry=https://registry.example.org/" })
    ]
  ],
  purity: [
    [
      "protocols/planted.ts:1",
      () => ({ ...tree, "protocols/planted.ts": "// oxlint-disable" })
    ]
  ],
  versions: [
    [
      "package.json: effect ^4.1.0 is not exact",
      () => edited("package.json", '"effect": "', '"effect": "^')
    ]
  ],
  locked: [
    [
      "node_modules/oxlint needs @oxlint/binding-darwin-arm64",
      () =>
        edited(
          "package-lock.json",
          '"node_modules/@oxlint/binding-darwin-arm64"',
          '"node_modules/x"'
        )
    ],
    [
      "node_modules/effect names its registry",
      () =>
        edited(
          "package-lock.json",
          '"node_modules/effect": {',
          '"node_modules/effect": { "resolved": "https://example.org/x",'
        )
    ],
    [
      "node_modules/effect has no integrity",
      () =>
        edited(
          "package-lock.json",
          /("node_modules\/effect": \{[^}]*?)"integrity"/,
          '$1"x"'
        )
    ]
  ]
}

const names = Object.keys(rules) as ReadonlyArray<keyof typeof rules>

describe.each(names)("%s", (name) => {
  test("holds", () => {
    expect(rules[name](tree)).toEqual([])
  })

  test.each(planted[name])("bites: %s", (complaint, plant) => {
    expect(rules[name](tree)).not.toContain(complaint)
    expect(rules[name](plant())).toContain(complaint)
  })
})

test("the README tells how to run the tests", () => {
  expect(tree["README.md"]).toContain("npm cit")
})

test.runIf(process.platform === "linux" && process.arch === "x64")(
  "scripts run on the Node that the lock file brings",
  () => {
    expect(process.versions.node).toMatch(/^24\./)
  }
)
