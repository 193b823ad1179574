/**
 * Chromium for tests: absent on many machines, required where
 * `BISIM_REQUIRE_CHROMIUM` is 1. It is talked to in its DevTools protocol
 * (https://chromedevtools.github.io/devtools-protocol/).
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"

const required = process.env["BISIM_REQUIRE_CHROMIUM"] === "1"

const program = [
  process.env["CHROMIUM"] ?? "chromium",
  "chromium-browser",
  "google-chrome"
].find((name) => spawnSync(name, ["--version"]).status === 0)

/** Skip a test that looks at pages? Never where Chromium is required. */
export const withoutChromium = program === undefined && !required

if (program === undefined) {
  const how = "On Debian and Ubuntu: apt-get install chromium"
  const problem = `Chromium was not found (CHROMIUM may name it). ${how}`
  if (required) throw new Error(problem)
  console.warn(`Tests that look at pages are skipped: ${problem}`)
}

type Reply = {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
  readonly method?: string
}

/** A page; what it is asked is code that is evaluated in it. */
export interface Page {
  readonly send: (method: string, params?: object) => Promise<unknown>
  readonly open: (url: string) => Promise<void>
  readonly ask: <A>(code: string) => Promise<A>
  /** A picture of what is seen, as the text of a `data:` URL. */
  readonly picture: () => Promise<string>
  readonly press: (key: string) => Promise<void>
}

/** Starts a browser with one page; `close` ends it. */
export const startChromium = async (): Promise<
  Page & { readonly close: () => Promise<void> }
> => {
  const folder = mkdtempSync(`${tmpdir()}/bisim-chromium-`)
  const child = spawn(program!, [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    `--user-data-dir=${folder}`,
    "about:blank"
  ])
  const { port } = new URL(await addressOf(child))
  const pages = (await (
    await fetch(`http://127.0.0.1:${port}/json`)
  ).json()) as ReadonlyArray<{ type: string; webSocketDebuggerUrl: string }>
  const { webSocketDebuggerUrl } = pages.find(({ type }) => type === "page")!
  const page = await connect(webSocketDebuggerUrl)
  const close = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve))
    child.kill()
    await gone
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return { ...page, close }
}

/** Where it listens: it says so on standard error. */
const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ""
    child.once("error", reject)
    child.once("exit", () => reject(new Error(`Chromium ended: ${said}`)))
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      said += text
      const [, address] = /listening on (ws:\S+)/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    })
  })

const connect = async (url: string): Promise<Page> => {
  const socket = new WebSocket(url)
  const waiting = new Map<number, (reply: Reply) => void>()
  const loading: Array<() => void> = []
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve)
    socket.addEventListener("error", reject)
  })
  socket.addEventListener("message", ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply)
    if (reply.method === "Page.loadEventFired") loading.shift()?.()
  })
  let last = 0
  const send = async (method: string, params: object = {}) => {
    const id = ++last
    const answer = new Promise<Reply>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ id, method, params }))
    const { result, error } = await answer
    waiting.delete(id)
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result
  }
  await send("Page.enable")
  return pageOf(send, loading)
}

const pageOf = (send: Page["send"], loading: Array<() => void>): Page => ({
  send,
  open: async (url) => {
    const loaded = new Promise<void>((resolve) => loading.push(resolve))
    await send("Page.navigate", { url })
    await loaded
  },
  ask: async <A>(code: string) => {
    const { result, exceptionDetails } = (await send("Runtime.evaluate", {
      expression: code,
      awaitPromise: true,
      returnByValue: true
    })) as { result: { value: A }; exceptionDetails?: { text: string } }
    if (exceptionDetails !== undefined)
      throw new Error(JSON.stringify(exceptionDetails))
    return result.value
  },
  picture: async () => {
    const shot = await send("Page.captureScreenshot", { format: "png" })
    return `data:image/png;base64,${(shot as { data: string }).data}`
  },
  press: async (key) => {
    await send("Input.dispatchKeyEvent", { type: "keyDown", key, text: key })
    await send("Input.dispatchKeyEvent", { type: "keyUp", key })
  }
})
