import type { Delivery } from '#ui/alerts/alert-types.ts'

/** What has come to its end can be sent once more; a test and what another message told cannot (the server says why). */
export const canResend = ({
  state,
  event,
  merged_into: mergedInto,
}: Pick<Delivery, 'state' | 'event' | 'merged_into'>): boolean =>
  event !== 'test' && mergedInto === null && (state === 'dead' || state === 'delivered' || state === 'dropped')
