import type { Role } from '@bongsu/contract/permissions.ts'
import { localDay } from '#kernel/local-day.ts'
import { localTime, momentOf } from '#kernel/zone-time.ts'
import { isMeantBy, type Tool } from '../tools/tool.ts'

export const limitSubjects = ['token', 'person', 'role', 'default'] as const
export type LimitSubject = (typeof limitSubjects)[number]
export const limitTargets = ['all', 'tool', 'tag'] as const
export type LimitTarget = (typeof limitTargets)[number]
export const limitWindows = ['minute', 'day', 'month'] as const
export type LimitWindow = (typeof limitWindows)[number]

/** How often somebody may call something. `max` −1: as often as they like. */
export interface LimitRule {
  readonly id: number
  readonly subjectKind: LimitSubject
  /** A token's or person's id, a role, or '' for the default. */
  readonly subject: string
  readonly targetKind: LimitTarget
  /** A tool's name, a tag, or '' for all. */
  readonly target: string
  readonly window: LimitWindow
  readonly max: number
}

/** What of a tool says which rules are about it. */
export type LimitedTool = Pick<Tool, 'name' | 'tags' | 'formerNames'>

/** Who is counted: a token, the person behind it, or both. */
export interface Counted {
  readonly tokenId: number | null
  readonly personId: number | null
  readonly role: Role
}

/** The rule that holds for one target and window, and the counter it is kept on. */
export interface HoldingLimit {
  readonly rule: LimitRule
  readonly principal: string
}

/**
 * The rules that hold for a call: for each target and window the nearest subject's (Token > Person > Role > default).
 * A rule for a token counts that token; every other one counts the person, whichever of their tokens or sessions is
 * used, so that a fresh token or session does not begin a fresh count. A service token is its own person.
 */
export const holdingLimits = (rules: readonly LimitRule[], who: Counted, tool: LimitedTool): HoldingLimit[] =>
  limitsOf(
    rules.filter((rule) => isAboutTool(rule, tool)),
    who,
  )

/** The same for every target there is a rule for. */
export function limitsOf(rules: readonly LimitRule[], who: Counted): HoldingLimit[] {
  const nearest = new Map<string, LimitRule>()
  for (const rule of rules) {
    if (!isOf(rule, who)) continue
    const key = `${rule.targetKind}:${rule.target}|${rule.window}`
    const other = nearest.get(key)
    if (!other || nearness(rule) < nearness(other)) nearest.set(key, rule)
  }
  return [...nearest.values()].map((rule) => ({ rule, principal: principalOf(rule, who) }))
}

/** 0 is the nearest. */
export const nearness = (rule: LimitRule): number => limitSubjects.indexOf(rule.subjectKind)

export function isAboutTool({ targetKind, target }: LimitRule, tool: LimitedTool): boolean {
  if (targetKind === 'all') return true
  return targetKind === 'tool' ? isMeantBy(tool, target) : tool.tags.includes(target)
}

/** Whether a rule is about somebody, be it as the nearest or not. */
export function isOf({ subjectKind, subject }: LimitRule, who: Counted): boolean {
  if (subjectKind === 'default') return true
  if (subjectKind === 'role') return subject === who.role
  const id = subjectKind === 'token' ? who.tokenId : who.personId
  return id !== null && subject === String(id)
}

function principalOf(rule: LimitRule, who: Counted): string {
  if (rule.subjectKind !== 'token' && who.personId !== null) return `person:${who.personId}`
  return `token:${who.tokenId}`
}

export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * The window that a counter counts now, and what is used of it. Uses count when they were counted since the window began:
 * also those that a process whose clock is ahead has counted in the very next window, which nobody goes back from, or each
 * turn of two such processes at midnight would begin anew.
 */
export function standingAt(
  counter: { readonly windowFrom: number; readonly used: number } | undefined,
  window: LimitWindow,
  now: number,
  zone: string,
): { readonly span: Span; readonly used: number } {
  const span = recentSpan(window, now, zone)
  if (counter === undefined || counter.windowFrom < span.from || counter.windowFrom > span.to) return { span, used: 0 }
  const { windowFrom, used } = counter
  return { span: { from: windowFrom, to: windowFrom < span.to ? span.to : windowSpan(window, span.to, zone).to }, used }
}

/** Reading a zone's calendar costs more than all the rest of a decision, and gives the same window for a day. */
const recent = new Map<string, Span>()

function recentSpan(window: LimitWindow, at: number, zone: string): Span {
  const key = `${window} ${zone}`
  const known = recent.get(key)
  if (known && known.from <= at && at < known.to) return known
  const span = windowSpan(window, at, zone)
  recent.set(key, span)
  return span
}

/** The window a moment falls into; days and months begin at midnight of the installation's zone. */
export function windowSpan(window: LimitWindow, at: number, zone: string): Span {
  if (window === 'minute') {
    const from = Math.floor(at / 60_000) * 60_000
    return { from, to: from + 60_000 }
  }
  if (window === 'day') return localDay(at, zone)
  const { year, month } = localTime(at, zone)
  const first = { year, month, day: 1, hour: 0, minute: 0 }
  const next = month === 12 ? { ...first, year: year + 1, month: 1 } : { ...first, month: month + 1 }
  return { from: momentOf(first, zone), to: momentOf(next, zone) }
}
