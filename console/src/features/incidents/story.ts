import type { IncidentEventView } from '@bongsu/contract/incidents.ts'
import type { DisplayState } from '@bongsu/contract/states.ts'

export type StoryEvent = IncidentEventView
export type StoryKind = StoryEvent['kind']

/** One line of the story, with what the wire only implies. */
export interface StoryLine {
  readonly event: StoryEvent
  /** Ms since the incident began; never negative. */
  readonly after: number
  /** Of the failures that made sure of it: which one. */
  readonly nth: number | null
  /** The day it happened on is another than that of the line before. */
  readonly isNewDay: boolean
}

/** `dayOf` tells the day of a moment in the reader's zone. */
export function storyOf(
  timeline: readonly StoryEvent[],
  openedAt: string,
  dayOf: (moment: string) => string,
): StoryLine[] {
  const began = Date.parse(openedAt)
  let failures = 0
  let day = ''
  return timeline.map((event) => {
    if (event.kind === 'failed') failures += 1
    const today = dayOf(event.at)
    const isNewDay = today !== day
    day = today
    return {
      event,
      after: Math.max(0, Date.parse(event.at) - began),
      nth: event.kind === 'failed' ? failures : null,
      isNewDay,
    }
  })
}

/** A number that an event carries, where it does. */
export function detailOf(event: StoryEvent, name: string): number | undefined {
  const value = event.details?.[name]
  return typeof value === 'number' ? value : undefined
}

export function wordOf(event: StoryEvent, name: string): string | undefined {
  const value = event.details?.[name]
  return typeof value === 'string' ? value : undefined
}

/** Kinds whose moment is the slot of a result that can be looked up. */
const looks: readonly StoryKind[] = ['failed', 'changed', 'failed_again']
export const isLook = ({ kind }: StoryEvent): boolean => looks.includes(kind)

/** The shape at the line: states for what the target did, none for what people and we did. */
export const shapes: Partial<Record<StoryKind, DisplayState>> = {
  failed: 'down',
  confirmed: 'down',
  changed: 'down',
  failed_again: 'down',
  recovered: 'up',
  flapping_started: 'degraded',
  flapping_ended: 'up',
  unknown: 'unknown',
  known_again: 'up',
  resolved: 'paused',
}

/** How many were told, and how many could not be. */
export const tally = (deliveries: readonly StoryEvent[]): { told: number; failed: number } => ({
  told: deliveries.filter(({ kind }) => kind === 'told').length,
  failed: deliveries.filter(({ kind }) => kind === 'not_told').length,
})
