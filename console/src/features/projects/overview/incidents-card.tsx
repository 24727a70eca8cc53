import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import type { Project } from '../project-form.ts'
import { projectsTexts } from '../projects.i18n.ts'
import classes from './overview.module.css'

/** The last few incidents; all of them are in the tab beside. */
export function IncidentsCard({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const format = useFormat()
  const { data } = useQuery({
    ...queryOf('list-incidents', { project_id: project.id, page_size: 5 }),
    staleTime: 30_000,
  })
  const all = (
    <Link to="." search={{ tab: 'incidents' } as never} className={classes.more}>
      {t('overview.allIncidents')}
    </Link>
  )
  return (
    <Card title={t('overview.incidents')} actions={data && data.total > data.items.length ? all : undefined}>
      {data && data.items.length === 0 && <p className={classes.none}>{t('overview.noIncidents')}</p>}
      <ul className={classes.incidents}>
        {data?.items.map((incident) => (
          <li key={incident.id}>
            <StateIcon state={incident.state === 'open' ? 'down' : 'up'} />
            <Link to="/incidents/$id" params={{ id: String(incident.id) } as never}>
              {incident.monitor.name}
            </Link>
            <span className={classes.incidentMessage}>{incident.message}</span>
            <span className={classes.incidentTime}>
              {format.duration(incident.duration_ms)} · <RelativeTime at={incident.opened_at} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
