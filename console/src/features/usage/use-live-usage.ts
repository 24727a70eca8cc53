import type { OperationName } from '#lib/api.ts'
import { useWatchedTopic } from '#lib/live.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { useMayAccess } from '#lib/me.ts'

/** One's own calls are told of without asking; everybody's on a topic, to those who may see them. */
export function useLiveUsage(names: readonly OperationName[], paceMs?: number): void {
  const seesAll = useMayAccess()('usage.read')
  useWatchedTopic(seesAll ? 'usage' : undefined)
  useLiveRefresh(names, ({ type, topic }) => type === 'usage' || (type === 'subscribed' && topic === 'usage'), paceMs)
}
