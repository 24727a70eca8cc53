/**
 * Shapes in the evidence of an outcome that people see as a picture. Evidence is drawn by what it looks like, whatever
 * its kind and whatever the field is called; what has none of these shapes is drawn as facts, tables, text or a tree.
 * Words in both languages (`{ ko, en }`) may stand wherever a text does. Other lists of flat records are tables.
 */
import type { Text } from './text.ts'

/** How good a figure or a finding is. */
export const levels = ['good', 'warn', 'bad'] as const
export type Level = (typeof levels)[number]

/** A list of these is drawn as tiles: what was measured, and how good that is. `level` is null where there is no scale. */
export interface RatedFigure {
  readonly name: string | Text
  readonly value: number | null
  readonly level: Level | null
  /** `ms`, `bytes`, `percent` (0–100) or a word to show; absent for a plain number. */
  readonly unit?: string
}

/** A list of these is drawn as a report: each finding with its level, what was found, and why. */
export interface Finding {
  readonly name: string | Text
  readonly level: Level
  /** What was there; null when nothing was. */
  readonly value?: string | null
  readonly reason?: string | Text
  readonly score?: number
}

/** `grade` and `score` beside each other anywhere in evidence are drawn as one mark. */
export interface Grade {
  /** `A+` to `F`. */
  readonly grade: string
  /** 0–100. */
  readonly score: number
}

/** A list of these is drawn as a film strip. */
export interface StepSeen {
  /** Counted from 1 unless said. */
  readonly step_number?: number
  /** What was done: `click`, `GET`. */
  readonly action: string
  readonly passed: boolean
  /** Not done, because an earlier one failed. */
  readonly skipped?: boolean
  readonly duration_ms: number
  readonly description?: string | null
  /** What it was done to: a selector, an address. */
  readonly target?: string | null
  readonly error_message?: string | Text | null
  /** The `name` of a picture in the `artifacts` of the same evidence. */
  readonly screenshot?: string | null
}

/** A list of these, under any name, belongs to the look: pictures are shown, other files offered. */
export interface EvidenceFile {
  readonly id: number
  /** `screenshot` is shown as a picture. */
  readonly type: string
  readonly name: string
  readonly mime: string
  readonly size: number
}

/** A list of these is drawn as bars on one time line. */
export interface TimedSpan {
  /** ms since the look began. */
  readonly at_ms: number
  readonly duration_ms: number | null
  /** What took the time; `url` serves as well. */
  readonly name?: string
  readonly url?: string
  readonly status?: number | null
}

/** A text whose lines begin with `@@`, `+`, `-` or a blank, under a name that is or ends with `diff`, is drawn as a diff. */
export const isDiffName = (name: string): boolean => /(^|_)diff$/.test(name)
