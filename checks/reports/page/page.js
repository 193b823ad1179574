// Selects one step at a time; j and k go from step to step.
const rows = [...document.querySelectorAll("a.row")]
const details = [...document.querySelectorAll(".detail")]
let at = -1

const show = (next) => {
  const row = rows[next]
  if (row === undefined) return
  for (const arrow of document.querySelectorAll(".on")) {
    arrow.classList.remove("on")
  }
  if (at >= 0) {
    rows[at].removeAttribute("aria-current")
    details[at].hidden = true
  }
  at = next
  row.setAttribute("aria-current", "step")
  details[at].hidden = false
  details[at].parentElement.scrollTop = 0
  for (const arrow of document.querySelectorAll(`[data-steps~="${at}"]`)) {
    arrow.classList.add("on")
  }
  row.scrollIntoView({ block: "nearest" })
}

const choose = (next) => {
  show(next)
  history.replaceState(null, "", `#${at}`)
}

const asked = () => (location.hash === "" ? -1 : Number(location.hash.slice(1)))

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]')
  if (link === null) return
  event.preventDefault()
  choose(Number(link.hash.slice(1)))
})

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === "j") choose(Math.min(at + 1, rows.length - 1))
  if (event.key === "k") choose(Math.max(at - 1, 0))
})

addEventListener("hashchange", () => show(asked()))
show(rows[asked()] === undefined ? rows.length - 1 : asked())
