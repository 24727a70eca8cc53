import { type ServiceKey, serviceKey } from '#kernel/service.ts'
import type { AnyCheckKind } from './kinds/contract.ts'
import type { HowToLook } from './look-once.ts'
import type { Outcome } from './outcome.ts'

/** What other rooms may do with checks. */
export interface Checks {
  readonly names: readonly string[]
  kindOf(name: string): AnyCheckKind | undefined
  /**
   * One look at a target, secrets in clear. Gives an outcome whatever happens, `unknown` where we are at fault; rejects
   * only with the reason of the caller's own signal.
   */
  lookOnce(name: string, options: Readonly<Record<string, unknown>>, how: HowToLook): Promise<Outcome>
  /** Stores the files of a look by hand for the one who looked, and gives the outcome that names them. */
  keepByHand(personId: number | null, checkedAt: number, outcome: Outcome): Promise<Outcome>
}

export const checksKey: ServiceKey<Checks> = serviceKey<Checks>('checks')
