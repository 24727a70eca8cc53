import type { KindDefaults } from '@bongsu/contract/rhythm.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import type { Described } from '#kernel/catalogue.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Browsers } from '#platform/browser/index.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import type { BodyJudge } from '../judging/body-judge.ts'
import type { Outcome } from '../outcome.ts'
import { secretPaths } from '../secret-paths.ts'

export const checkGroups = ['web', 'network', 'certificate', 'mail', 'data'] as const
export type CheckGroup = (typeof checkGroups)[number]

/** A message of the watched thing's own: it began, it is done (well or badly). ms since the epoch. */
export interface Signal {
  readonly at: number
  /** Of the process that signalled, where it said so. */
  readonly exitCode: number | null
  /** The beginning of what it sent along. */
  readonly body: string | null
  /** From its start signal, where there was one. */
  readonly runMs: number | null
}

/** What has come in for a monitor of a signalled kind: the newest of each sort. */
export interface Inbox {
  /** Since when anything could come. */
  readonly openedAt: number
  readonly started: Signal | null
  readonly succeeded: Signal | null
  readonly failed: Signal | null
  /** The last stretch in which none of our processes listened, so that a signal may have been lost. */
  readonly deaf: { readonly from: number; readonly until: number } | null
}

/** What a look is about to do, for whoever watches it. Holds no secrets: what does is taken out on the way. */
export interface Doing {
  /** A word for programs. */
  readonly phase: string
  /** Unless the phase is one of the usual ones (look-phases.ts). */
  readonly label?: Text
  /** It belongs to what was told last without this. */
  readonly isPart?: boolean
  readonly step?: { readonly number: number; readonly total: number }
  /** What all the steps are; said ahead of the first. */
  readonly plan?: readonly Text[]
}

/** What a look may use: this and nothing global. */
export interface LookContext {
  readonly outbound: Outbound
  readonly clock: Clock
  readonly judge: BodyJudge
  /** For kinds that look with a real browser; undefined where nobody has joined one. */
  readonly browsers?: Browsers
  /** Absent where nobody watches. What goes out by `outbound` tells of itself. */
  readonly tell?: (doing: Doing) => void
  /** Aborts when the result is wanted no more. */
  readonly signal: AbortSignal
  /** How long the whole look may take. */
  readonly timeoutMs: number
  /**
   * What the last stored look at the same monitor with the same `remembers` left as `Seen.remember`. Undefined the first
   * time, after an edit that makes it worthless, and always in the toolbox.
   */
  readonly remembered?: unknown
  /** Of a signalled kind; undefined in the toolbox, which has no address that anybody could signal to. */
  readonly inbox?: Inbox
}

/**
 * An outcome as a kind sees it. `doubt`: the same would be seen if our own resolver or uplink were gone; whoever called
 * finds out which (look-once.ts) before anybody is told that the target is down.
 */
export interface Seen extends Omit<Outcome, 'memory'> {
  readonly doubt?: 'resolver' | 'network'
  /**
   * For the next look: JSON, at most 64 KB of text, no secrets. Stored together with the result and its notices, or not
   * at all; absent leaves what is there. Notices that are put off (maintenance) put it off too, so that the next look
   * finds the same news. The key of such a notice must name what was remembered, or doubled looks tell twice.
   */
  readonly remember?: unknown
}

/** A watched service, as far as a default monitor is made from it. Headers are in clear. */
export interface KindProject {
  readonly url: string
  readonly title: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

/**
 * A way to look once at a thing. A member validates its own options and says what it saw. From one look to the next it
 * keeps what it returns as `remember` and nothing else. It knows no other member, no schedule and no project.
 *
 * `look` returns what it saw, also when that is a ruin: a target that is down is an outcome. It throws only when we are
 * broken ourselves, and the caller then says `unknown`.
 */
export interface CheckKind<Schema extends z.ZodObject = z.ZodObject> extends Described {
  readonly group: CheckGroup
  /**
   * Strict. Each field carries `.meta({ label, help?, secret?, advanced?, unit?, section?, choices? })`: the console's
   * form and the API's documentation are drawn from it. No field may be called `kind`.
   */
  readonly options: Schema
  readonly example: z.input<Schema>
  /**
   * Seconds. A kind with a rhythm beyond an hour does not follow its project's interval. One with `cycles` is looked at
   * in every so many cycles of its project; `check_interval` is what that makes in a project of the usual interval.
   */
  readonly defaults: KindDefaults
  /** Seconds that whoever runs it by hand may give it, where that is not the usual range; an option `timeout` has its own. */
  readonly timeoutRange?: { readonly min: number; readonly max: number }
  /** Where the options hold secrets: `auth.password`, `headers[].value`. Follows from the schema. */
  readonly secrets: readonly string[]
  /** Kinds that cost much (a browser) run so many at a time at most, apart from all others. */
  readonly ownConcurrency?: number
  /** Kinds that draw on one and the same scarce thing share its cap under this name; the kind's own unless said. */
  readonly ownLane?: string
  /**
   * Asks for memory. Gives the part of the options that what is remembered belongs to: JSON, no secrets. When an edit
   * changes it, the memory is dropped. Costs a read a look, and a write when what is remembered changes.
   */
  remembers?(options: z.output<Schema>): unknown
  /** Nothing is reached: the watched thing signals to an address of ours, and a look judges what came in. */
  readonly isSignalled?: boolean
  /** What a browser's recorder wrote becomes options of it (import-recording.ts). */
  readonly takesRecording?: boolean
  /**
   * What one look reaches: for the cap per host, and for refusing it when it is saved. A name or an address, no port;
   * empty for a signalled kind.
   */
  host(options: z.output<Schema>): string
  /**
   * Every host that a look hands something to, where that is more than `host`: a token server gets a secret too. Secrets
   * that are kept in an edit must not move to another one.
   */
  reaches?(options: z.output<Schema>): readonly string[]
  /** The options of the monitor a new project gets of this kind, or null when it gets none. */
  fromProject?(project: KindProject): z.input<Schema> | null
  look(options: z.output<Schema>, context: LookContext): Promise<Seen>
}

/** A member of which only the contract is known. */
export type AnyCheckKind = CheckKind<z.ZodObject>

/** Ties a member's schema to its functions and forgets it again, so that the catalogue can hold every member. */
export const checkKind = <Schema extends z.ZodObject>(kind: Omit<CheckKind<Schema>, 'secrets'>): AnyCheckKind =>
  // Safe because every function of a kind is only ever given what `kind.options` has parsed (look-once.ts, projects).
  ({ ...kind, secrets: secretPaths(kind.options) }) as unknown as AnyCheckKind
