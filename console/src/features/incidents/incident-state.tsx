import type { IncidentView } from '@bongsu/contract/incidents.ts'
import type { DisplayState } from '@bongsu/contract/states.ts'
import { useTexts } from '#lib/i18n.ts'
import { StateBadge } from '#ui/state-badge.tsx'
import { incidentsTexts } from './incidents.i18n.ts'

type Ended = Pick<IncidentView, 'state' | 'resolution'>

/** How it stands, in the shapes people know: still down, up again, or nobody looks any more. */
const shapeOf = ({ state, resolution }: Ended): DisplayState => {
  if (state === 'open') return 'down'
  return resolution === 'recovered' ? 'up' : 'paused'
}

export function IncidentState({ incident }: { readonly incident: Ended }) {
  const t = useTexts(incidentsTexts)
  const word = incident.state === 'open' ? 'open' : (incident.resolution ?? 'recovered')
  return <StateBadge state={shapeOf(incident)}>{t(`state.${word}`)}</StateBadge>
}
