/** Numbers as people read them. */

/** `1,745,408`. */
export const count = (n: number): string =>
  String(n).replace(/\B(?=(?:\d{3})+$)/gu, ",")

/** Milliseconds as `0.02 s`, `12.3 s` or `3 min 20 s`. */
export const duration = (milliseconds: number): string => {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(2)} s`
  if (seconds < 120) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** Bytes as `172 MB`. */
export const megabytes = (bytes: number): string =>
  `${count(Math.round(bytes / 1e6))} MB`

/** `850`, `314 k`, `10.3 M`. */
export const approximate = (n: number): string => {
  if (n < 10_000) return count(n)
  return n < 1e6 ? `${Math.round(n / 1000)} k` : `${(n / 1e6).toFixed(1)} M`
}

/** States a second, as `850/s` or `1.2 M/s`. */
export const rate = (states: number, milliseconds: number): string => {
  const each = milliseconds === 0 ? 0 : (states / milliseconds) * 1000
  return `${approximate(Math.round(each))}/s`
}

/** `1 state`, `2 states`. */
export const plural = (n: number, noun: string): string =>
  `${count(n)} ${noun}${n === 1 ? "" : "s"}`
