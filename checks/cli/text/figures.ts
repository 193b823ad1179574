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

/** States a second, as `850 k/s` or `1.2 M/s`. */
export const rate = (states: number, milliseconds: number): string => {
  const each = milliseconds === 0 ? 0 : (states / milliseconds) * 1000
  return each < 1e6
    ? `${Math.round(each / 1000)} k/s`
    : `${(each / 1e6).toFixed(1)} M/s`
}

/** `1 state`, `2 states`. */
export const plural = (n: number, noun: string): string =>
  `${count(n)} ${noun}${n === 1 ? "" : "s"}`
