import { text } from '@bongsu/contract/text.ts'
import { day } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import { deviceCookieMs } from './cookies.ts'
import { deleteDevicesUnusedSince } from './device-store.ts'
import type { IdentityService } from './identity-service.ts'
import { deleteInvitationsExpiredBefore } from './invitation-store.ts'
import { deleteEndedSessions } from './session-store.ts'
import { deleteSomeSignInsBefore } from './sign-in-store.ts'
import { deleteOldAttempts } from './throttle-store.ts'

const rowsPerStep = 1000

/** Takes away what nobody can use any more, and history past its time. */
export const cleanUpJob = (identity: IdentityService): Job => ({
  name: 'clean-up-sign-ins',
  title: text('세션과 접속 이력 정리', 'Clean up sessions and sign-in history'),
  when: { cron: '40 3 * * *' },
  async run(signal) {
    const { database } = identity
    const now = identity.clock.now()
    const sessions = await database.transaction((tx) => deleteEndedSessions(tx, now))
    const attempts = await database.transaction((tx) => deleteOldAttempts(tx, now))
    const devices = await database.transaction((tx) => deleteDevicesUnusedSince(tx, now - deviceCookieMs))
    const invitations = await database.transaction((tx) => deleteInvitationsExpiredBefore(tx, now - 30 * day))
    const before = now - identity.policy().historyMs
    let history = 0
    for (;;) {
      signal.throwIfAborted()
      const gone = await database.transaction((tx) => deleteSomeSignInsBefore(tx, before, rowsPerStep))
      history += gone
      if (gone < rowsPerStep) break
    }
    return { sessions, attempts, devices, invitations, history }
  },
})
