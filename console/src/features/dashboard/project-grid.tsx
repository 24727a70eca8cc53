import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type OutputOf, queryOf, type RowOf } from '#lib/api.ts'
import { useChanged } from '#lib/changed.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useLive, useWatchedProjects } from '#lib/live.ts'
import { withStatus } from '#lib/live-status.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import { dashboardTexts } from './dashboard.i18n.ts'
import classes from './dashboard.module.css'

/** As many as one call gives; whoever has more sees the urgent ones here and all of them in the list. */
const most = 100
const input = { page_size: most, sort: 'state' } as const

/** Every project as a tile, the urgent ones first; live. */
export function ProjectGrid({ total }: { readonly total: number | undefined }) {
  const t = useTexts(dashboardTexts)
  const { data } = useQuery({ ...queryOf('list-projects', input), staleTime: 30_000 })
  useLiveTimes(data)
  return (
    <section aria-label={t('grid.group')}>
      <div className={classes.sectionHead}>
        <h2>{t('grid.title')}</h2>
        <Link to="/projects">{t('grid.all')}</Link>
      </div>
      {data ? (
        <ul className={classes.grid} data-dense={data.items.length > 40 || undefined}>
          {data.items.map((project) => (
            <Tile key={project.id} project={project} />
          ))}
        </ul>
      ) : (
        <div className={classes.grid} aria-busy>
          {Array.from({ length: Math.min(total ?? 8, 12) }, (_tile, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
            <Skeleton key={index} height={52} radius={8} />
          ))}
        </div>
      )}
      {data && data.total > data.items.length && (
        <Link to="/projects" className={classes.gridMore}>
          {t('grid.more', { count: data.total - data.items.length })}
        </Link>
      )}
    </section>
  )
}

function Tile({ project }: { readonly project: RowOf<'list-projects'> }) {
  const format = useFormat()
  const isChanged = useChanged(`project:${project.id}`)
  return (
    <li>
      <Link
        to="/projects/$id"
        params={{ id: String(project.id) } as never}
        className={classes.tile}
        data-state={project.state}
        data-changed={isChanged || undefined}
        title={project.title}
      >
        <StateIcon state={project.state} size={13} />
        <span className={classes.tileTitle}>{project.title}</span>
        <span className={classes.tileTime}>{format.ms(project.last_response_ms)}</span>
      </Link>
    </li>
  )
}

/** Times move with every look, without asking for the list again. */
function useLiveTimes(page: OutputOf<'list-projects'> | undefined): void {
  const queries = useQueryClient()
  const ids = useMemo(() => page?.items.map(({ id }) => id) ?? [], [page])
  useWatchedProjects(ids)
  useLive((message) => {
    if (message.type !== 'status') return
    queries.setQueryData<OutputOf<'list-projects'>>(
      ['list-projects', input],
      (before) => before && { ...before, items: withStatus(before.items, message) },
    )
  })
}
