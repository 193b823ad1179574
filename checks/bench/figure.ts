/** One line of the bench: what was measured, beside what it is held against. */
export interface Figure {
  readonly what: string
  readonly ours: string
  /** The peer, in the same run. */
  readonly peer: string
  /** How many times better; undefined: there is no peer. */
  readonly ratio: number | undefined
  readonly goal: string
  readonly met: boolean
}

export const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toFixed(0)} MB`

export const perSecond = (count: number, milliseconds: number): string =>
  `${Math.round((count / milliseconds) * 1000).toLocaleString("en")}/s`

/** Figures as a table in Markdown. */
export const table = (figures: ReadonlyArray<Figure>): string =>
  [
    "| | ours | peer | ratio | goal | |",
    "|---|---|---|---|---|---|",
    ...figures.map(
      ({ what, ours, peer, ratio, goal, met }) =>
        `| ${what} | ${ours} | ${peer} | ${ratio?.toFixed(1) ?? ""} | ${goal} | ${met ? "met" : "NOT MET"} |`
    )
  ].join("\n")
