import type { Look } from './look.ts'

const mostBytes = 16_384
const longestText = 2000
const longestList = 50

/** Evidence as JSON text that is never larger than 16 KB: long texts and lists are cut first, then everything. */
export function evidenceText(evidence: Readonly<Record<string, unknown>>): string {
  const whole = JSON.stringify(evidence)
  if (fits(whole)) return whole
  const cut = JSON.stringify({ ...(shortened(evidence, longestText, longestList) as object), truncated: true })
  if (fits(cut)) return cut
  const stub = JSON.stringify({ ...(shortened(evidence, 200, 5) as object), truncated: true })
  return fits(stub) ? stub : '{"truncated":true}'
}

/** A character is at most three bytes in UTF-8 per UTF-16 unit, so the short ones need no counting. */
const fits = (json: string): boolean => json.length * 3 <= mostBytes || Buffer.byteLength(json) <= mostBytes

function shortened(value: unknown, text: number, list: number): unknown {
  if (typeof value === 'string') return value.length > text ? `${value.slice(0, text)}…` : value
  if (Array.isArray(value)) return value.slice(0, list).map((item) => shortened(item, text, list))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortened(item, text, list)]))
}

const fullAtFirst = 3
const fullAgainAfterMs = 15 * 60_000

interface Repeated {
  readonly sort: string
  readonly count: number
  readonly fullAt: number
  /** The look asked about last, and the answer: a batch that is tried again asks again. */
  readonly slotAt: number
  readonly full: boolean
}

/**
 * A target that is down for a week fails ten thousand times in the same way. The first results of a failure keep their
 * evidence, and one in a quarter of an hour; every one keeps its message.
 */
export class EvidenceThrift {
  readonly #repeated = new Map<number, Repeated>()

  /** Whether this look keeps its evidence; called once per stored look, in order. */
  keeps({ monitor, slotAt, outcome }: Look, isUp: boolean): boolean {
    if (isUp) {
      this.#repeated.delete(monitor.id)
      return false
    }
    const sort = `${outcome.state} ${outcome.errorCode ?? ''} ${outcome.statusCode ?? ''}`
    const before = this.#repeated.get(monitor.id)
    if (before?.slotAt === slotAt) return before.full
    const count = before?.sort === sort ? before.count + 1 : 1
    const full = before === undefined || count <= fullAtFirst || slotAt - before.fullAt >= fullAgainAfterMs
    this.#repeated.set(monitor.id, { sort, count, fullAt: full ? slotAt : before.fullAt, slotAt, full })
    return full
  }
}
