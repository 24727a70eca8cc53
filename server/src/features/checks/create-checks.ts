import { text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import { type Checks, checksKey } from './checks-key.ts'
import { createBodyJudge } from './judging/body-judge.ts'
import { type KeepFiles, withFilesKept } from './kept-files.ts'
import { kindNames, kindOf } from './kinds/catalogue.ts'
import { type LookParts, lookOnce } from './look-once.ts'
import { checksOperations } from './operations.ts'
import type { Outcome } from './outcome.ts'

export interface ChecksParts extends Pick<LookParts, 'isConnected' | 'onFault' | 'browsers'> {
  readonly outbound: Outbound
  readonly clock: Clock
  readonly services: Services
  /** Stores what a look by hand brought along; without it files are dropped. */
  readonly keepFiles?: KeepFiles
}

export interface ChecksRoom {
  readonly room: Room<AnyOperation>
  readonly checks: Checks
}

export function createChecks({
  outbound,
  clock,
  services,
  isConnected,
  onFault,
  browsers,
  keepFiles,
}: ChecksParts): ChecksRoom {
  const judge = createBodyJudge()
  const parts: LookParts = {
    outbound,
    clock,
    judge,
    ...(browsers ? { browsers } : {}),
    ...(isConnected ? { isConnected } : {}),
    ...(onFault ? { onFault } : {}),
  }
  const checks: Checks = {
    names: kindNames,
    kindOf,
    async lookOnce(name, options, how) {
      const kind = kindOf(name)
      return kind ? lookOnce(name, kind, options, parts, how) : noSuchKind(name)
    },
    keepByHand: (personId, slotAt, outcome) =>
      withFilesKept(outcome, async (files) =>
        personId === null || !keepFiles ? [] : keepFiles({ personId, slotAt, state: outcome.state }, files),
      ),
  }
  services.provide(checksKey, checks)
  return { room: { name: 'checks', operations: checksOperations, stop: () => judge.stop() }, checks }
}

/** A monitor of a kind this release does not have (any more). */
const noSuchKind = (name: string): Outcome => ({
  state: 'unknown',
  errorCode: 'config',
  message: text(`"${name}"은(는) 없는 점검 종류입니다.`, `There is no check kind "${name}".`),
  durationMs: 0,
  evidence: { kind: name },
})
