/**
 * Two-phase commit packed by hand into two words a state: what JavaScript can
 * do when it is written for one protocol, as the bound for the explorer.
 *
 * First word: two bits a participant (working, prepared, committed, aborted),
 * then two for the coordinator (undecided, committed, aborted). Second word: a
 * bit per participant that the coordinator knows to be prepared, a bit per
 * participant that has said so, one for Commit, one for Abort, one always set.
 */
const count = Number(process.argv[2])
const most = Number(process.argv[3])

const all = 2 ** count - 1
const low = (4 ** count - 1) / 3
const decided = 3 << (2 * count)
const [commits, aborts] = [1 << (2 * count), 2 << (2 * count)]
const [commit, abort] = [1 << (2 * count), 1 << (2 * count + 1)]
const begun = 1 << 31

const mask = 2 ** Math.ceil(Math.log2(most * 1.5)) - 1
const table = new Int32Array(2 * (mask + 1))
let [level, next] = [new Int32Array(2 * most), new Int32Array(2 * most)]
let [distinct, generated, depth, found] = [0, 0, 0, 0]

const reach = (a: number, b: number) => {
  generated++
  let hash = Math.imul(a ^ (a >>> 15), 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1)
  let slot = (hash ^ (hash >>> 15)) & mask
  for (; table[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
    if (table[2 * slot + 1] === b && table[2 * slot] === a) return
  }
  table[2 * slot] = a
  table[2 * slot + 1] = b
  distinct++
  const high = (a >>> 1) & low
  if ((high & ~a) !== 0 && (high & a) !== 0) throw new Error("not Consistent")
  next[found++] = a
  next[found++] = b
}

const stepsOf = (a: number, b: number) => {
  const open = (a & decided) === 0
  if (open && (b & all) === all) reach(a | commits, b | commit)
  if (open) reach(a | aborts, b | abort)
  for (let rm = 0; rm < count; rm++) {
    const place = 2 * rm
    const said = 1 << (count + rm)
    if (((a >>> place) & 3) === 0) {
      reach(a | (1 << place), b | said)
      reach(a | (3 << place), b)
    }
    if (open && (b & said) !== 0) reach(a, b | (1 << rm))
    if ((b & commit) !== 0) reach((a & ~(3 << place)) | (2 << place), b)
    if ((b & abort) !== 0) reach(a | (3 << place), b)
  }
}

const before = process.cpuUsage()
reach(0, begun)
while (found > 0) {
  const end = found
  depth++
  found = 0
  ;[level, next] = [next, level]
  for (let at = 0; at < end; at += 2) stepsOf(level[at]!, level[at + 1]!)
}
const { user, system } = process.cpuUsage(before)
const seconds = (user + system) / 1e6
console.log(JSON.stringify({ distinct, generated, depth, seconds }))
