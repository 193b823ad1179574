/** The pages as a user sees them, in Chromium. */
import * as Result from "effect/Result"
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { stateGraph } from "../graph/states.ts"
import { svg } from "../graph/svg.ts"
import { html } from "../html.ts"
import type { Behaviour } from "../behaviour.ts"
import { type Page, startChromium, withoutChromium } from "./chromium.ts"
import { explored, long, models, validated } from "./samples.ts"

const size = { width: 1280, height: 860 }
const phone = { width: 390, height: 800 }

describe.skipIf(withoutChromium)("in Chromium", () => {
  const folder = mkdtempSync(`${tmpdir()}/bisim-pages-`)
  let page: Awaited<ReturnType<typeof startChromium>>
  beforeAll(async () => {
    page = await startChromium()
  })
  afterAll(async () => {
    await page.close()
    rmSync(folder, { recursive: true })
  })

  const resize = (to: typeof size) =>
    page.send("Emulation.setDeviceMetricsOverride", {
      ...to,
      deviceScaleFactor: 1,
      mobile: false
    })

  const show = async (name: string, text: string, to = size) => {
    const file = `${folder}/${name}`
    writeFileSync(file, text)
    await page.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value: "light" }]
    })
    await resize(to)
    await page.open(`file://${file}`)
  }

  const showStory = (behaviour: Behaviour, to = size) =>
    show("page.html", html(behaviour), to)

  const story = () => explored("MCTwoPhaseCommit_Witness_NobodyCommits")

  /** Two participants, so that the picture is small. */
  const graph = () => {
    const model = models.get("MCTransactionCommit")!
    const constants = { RM: ["rm-0", "rm-1"] }
    return svg(Result.getOrThrow(stateGraph({ ...model, constants })), "Graph")
  }

  test.each(["counterexample", "graph"])("%s looks as it did", async (name) => {
    if (name === "graph") await show("a.svg", graph())
    else await showStory((await story()).told)
    const picture = await page.picture()
    const golden = `${import.meta.dirname}/golden/${name}.png`
    if (!existsSync(golden)) {
      writeFileSync(golden, Buffer.from(picture.split(",")[1]!, "base64"))
      expect.fail(`${golden} was missing; it is written: look at it`)
    }
    const before = readFileSync(golden).toString("base64")
    const saved = `data:image/png;base64,${before}`
    // Other fonts: 0.98 and more; without the panel: 0.95 and less.
    expect(await likeness(page, picture, saved)).toBeGreaterThan(0.97)
  })

  test("arrows and dots lie on the lanes of those they belong to", async () => {
    await showStory((await story()).told)
    const lanes = await page.ask<ReadonlyArray<number>>(
      `[...document.querySelectorAll(".names span")].map((name) => {
        const { left, width } = name.getBoundingClientRect()
        return left + width / 2
      })`
    )
    const dots = await page.ask<ReadonlyArray<number>>(
      `[...document.querySelectorAll(".dot")].map((dot) => {
        const { left, width } = dot.getBoundingClientRect()
        return left + width / 2
      })`
    )
    const [a, b, c, tm] = lanes
    expect(dots.map(Math.round)).toEqual(
      [a, b, c, tm, tm, tm, tm, a].map((x) => Math.round(x!))
    )
    const ends = await page.ask<ReadonlyArray<ReadonlyArray<number>>>(
      `[...document.querySelectorAll("g .arrow")].map((arrow) => {
        const { left } = arrow.closest("svg").getBoundingClientRect()
        const at = (t) => arrow.getPointAtLength(t * arrow.getTotalLength()).x
        return [left + at(0), left + at(1)]
      })`
    )
    const joined = [
      [a, tm],
      [b, tm],
      [c, tm],
      [tm, a]
    ]
    expect(ends).toHaveLength(joined.length)
    ends.flat().forEach((x, i) => {
      expect(Math.abs(x - joined.flat()[i]!)).toBeLessThan(8)
    })
  })

  test("j and k go from step to step, and what is chosen is in sight", async () => {
    await showStory(long(2000))
    expect(await seen(page)).toMatchObject({ at: "2000", covered: false })
    for (const key of ["k", "k", "k", "j"]) await page.press(key)
    expect(await seen(page)).toEqual({
      at: "1998",
      details: ["step 1998 of 2000"],
      covered: false,
      arrows: 2
    })
    await page.ask(`location.hash = "#7"`)
    await page.ask("new Promise(requestAnimationFrame)")
    expect(await seen(page)).toMatchObject({ at: "7", covered: false })
  })

  test("of 2,000 steps only those in sight are drawn", async () => {
    await showStory(long(2000))
    const drawn = await page.ask<number>(
      `[...document.querySelectorAll(".row")].filter((row) =>
        row.checkVisibility({ contentVisibilityAuto: true })).length`
    )
    expect(drawn).toBeGreaterThan(10)
    expect(drawn).toBeLessThan(400)
  })

  test.each([
    ["a screen", size],
    ["a phone", phone]
  ])("nothing is wider than %s", async (_, to) => {
    const { told } = await validated(
      "traces/two-phase-commit/commit_without_everyone_prepared.ndjson"
    )
    await showStory(told, to)
    const beyond = await page.ask<ReadonlyArray<number>>(
      `[document.scrollingElement, document.querySelector("aside")]
        .map((e) => e.scrollWidth - e.clientWidth)`
    )
    expect(beyond).toEqual([0, 0])
    expect(await seen(page)).toMatchObject({ covered: false })
  })

  test.each(["light", "dark"])("%s colours can be read", async (value) => {
    const { told } = await validated(
      "traces/two-phase-commit/commit_without_everyone_prepared.ndjson"
    )
    await showStory(told)
    await page.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value }]
    })
    expect(await page.ask(contrasts)).toEqual([])
  })

  test("text stays within the states of a graph", async () => {
    const graph = stateGraph(models.get("MCTwoPhaseCommit")!)
    await show("b.svg", svg(Result.getOrThrow(graph), "Two-phase commit"))
    const out = await page.ask<ReadonlyArray<string>>(
      `[...document.querySelectorAll(".state")].flatMap((state) => {
        const box = state.querySelector("rect").getBBox()
        return [...state.querySelectorAll("text")].filter((text) => {
          const { x, y, width, height } = text.getBBox()
          return x < box.x || y < box.y || x + width > box.x + box.width ||
            y + height > box.y + box.height
        }).map((text) => text.textContent)
      })`
    )
    expect(out).toEqual([])
  })
})

/**
 * How alike two pictures are, from 0 to 1: the cosine between what is drawn in
 * 16 by 11 blocks, so that fonts matter little.
 */
const likeness = async (page: Page, a: string, b: string): Promise<number> => {
  await page.open("about:blank")
  return page.ask<number>(`(async () => {
    const [width, height] = [1280, 860]
    const ink = async (url) => {
      const image = new Image()
      image.src = url
      await image.decode()
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext("2d")
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, width, height)
      const blocks = new Float64Array(16 * 11)
      for (let i = 0; i < data.length; i++) {
        const [x, y] = [(i >> 2) % width, Math.floor(i / 4 / width)]
        const block = Math.floor(y * 11 / height) * 16 + Math.floor(x * 16 / width)
        blocks[block] += data[i % 4] - data[i]
      }
      return blocks
    }
    const [x, y] = [await ink("${a}"), await ink("${b}")]
    const product = (p, q) => p.reduce((sum, n, i) => sum + n * q[i], 0)
    return product(x, y) / Math.sqrt(product(x, x) * product(y, y))
  })()`)
}

/** What is chosen, what is told of it, and whether it can be seen. */
const seen = (page: Page) =>
  page.ask(`(() => {
    const row = document.querySelector("[aria-current]")
    const { left, top, bottom, height } = row.getBoundingClientRect()
    const x = left + document.querySelector(".number").getBoundingClientRect().left + 5
    const at = (y) => document.elementFromPoint(x, y)?.closest(".row") === row
    return {
      at: row.querySelector(".number").textContent,
      details: [...document.querySelectorAll(".detail:not([hidden]) .nth")]
        .map((nth) => nth.textContent),
      covered: !at(top + 2) || !at(bottom - 2),
      arrows: document.querySelectorAll(".on").length
    }
  })()`)

/** Texts whose contrast with what is behind them is below 4.5 (WCAG 2.2). */
const contrasts = `(() => {
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext("2d")
  const rgb = (color) => {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = color
    context.fillRect(0, 0, 1, 1)
    return [...context.getImageData(0, 0, 1, 1).data]
  }
  const light = (color) => {
    const [r, g, b] = rgb(color).map((n) => {
      const s = n / 255
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element) => {
    const { backgroundColor } = getComputedStyle(element)
    return rgb(backgroundColor)[3] === 255 || !element.parentElement
      ? backgroundColor
      : behind(element.parentElement)
  }
  const own = (element) => [...element.childNodes].some(
    (node) => node.nodeType === 3 && node.data.trim() !== "")
  return [...document.querySelectorAll("body *")]
    .filter((e) => own(e) && e.checkVisibility() && e.tagName !== "SCRIPT")
    .filter((e) => {
      const [a, b] = [light(getComputedStyle(e).color), light(behind(e))]
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5
    })
    .map((e) => e.outerHTML.slice(0, 90))
})()`
