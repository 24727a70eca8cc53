import { Tooltip } from '@mantine/core'
import { type Moment, useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useNow } from '#lib/now.ts'
import { useZone } from '#lib/preferences.ts'
import { uiTexts } from './ui.i18n.ts'

interface RelativeTimeProps {
  readonly at: Moment | null | undefined
  /** What to say when there is no time: "never". */
  readonly never?: string
}

/** "3 minutes ago", with the exact time in the person's zone on hover and focus. */
export function RelativeTime({ at, never = '–' }: RelativeTimeProps) {
  const format = useFormat()
  const t = useTexts(uiTexts)
  const zone = useZone()
  const now = useNow()
  if (at === null || at === undefined) return <span>{never}</span>
  const exact = format.time(at)
  return (
    <Tooltip label={`${exact} · ${t('time.zone', { zone })}`}>
      <time dateTime={new Date(at).toISOString()}>{format.relative(at, now)}</time>
    </Tooltip>
  )
}

/** A span in words that goes on while it is open: how long an incident has lasted. */
export function OpenDuration({ from, to }: { readonly from: Moment; readonly to?: Moment | null }) {
  const format = useFormat()
  const now = useNow()
  return <span>{format.duration((to ? new Date(to).getTime() : now) - new Date(from).getTime())}</span>
}
