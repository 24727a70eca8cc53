import type { Sealer } from '#platform/secrets/sealer.ts'
import type { Monitor } from './monitor.ts'
import type { MonitorKinds } from './monitor-kinds.ts'
import { openOptions, shownOptions } from './secret-options.ts'

type Options = Readonly<Record<string, unknown>>

/**
 * Options in clear. A monitor that is looked at every minute has its secrets opened once, not at every look: they are
 * kept as long as somebody holds the very options they were opened from, which never change in place. The scheduler holds
 * them until the monitor changes or stops, so nothing has to be thrown away by hand. What does not open is tried again.
 */
export function createOptionsOpener(
  kinds: MonitorKinds,
  sealer: Pick<Sealer, 'open'>,
): (monitor: Pick<Monitor, 'id' | 'kind' | 'options'>) => Options {
  const opened = new WeakMap<Options, Options>()
  return ({ id, kind, options }) => {
    const known = opened.get(options)
    if (known) return known
    const hasSecrets = shownOptions(options).secrets.length > 0
    // Without secrets the same object: whoever looks with it parses it once.
    const clear = hasSecrets ? openOptions(options, kinds.kindOf(kind)?.secrets ?? [], sealer, id) : options
    opened.set(options, clear)
    return clear
  }
}
