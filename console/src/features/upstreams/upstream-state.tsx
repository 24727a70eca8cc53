import { useTexts } from '#lib/i18n.ts'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import { stateLook, type Upstream } from './upstream.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

/** Whether it answers, and whether calls are let through to it. */
export function UpstreamState({ upstream: { health } }: { readonly upstream: Pick<Upstream, 'health'> }) {
  const t = useTexts(upstreamsTexts)
  const { state, breaker } = health
  return (
    <span className={classes.words}>
      <StateBadge state={stateLook[state]}>{t(`states.${state}`)}</StateBadge>
      {breaker !== 'closed' && <Tag tone="degraded">{t(`breakers.${breaker}`)}</Tag>}
    </span>
  )
}
