import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useChanged } from '#lib/changed.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { ListSource } from '#lib/list.ts'
import { HistoryStrip } from '#ui/history-strip.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import type { ProjectRow } from './project-columns.tsx'
import { MonitorTally } from './project-parts.tsx'
import { ProjectPicture } from './project-picture.tsx'
import { projectsTexts } from './projects.i18n.ts'
import classes from './projects.module.css'
import { shortUrl } from './short-url.ts'
import { blankHistory, type ProjectHistory } from './use-project-history.ts'

interface ProjectCardsProps {
  readonly list: ListSource<ProjectRow>
  readonly history: ReadonlyMap<number, ProjectHistory>
}

/** The same projects as cards: for a wall screen, and for people who know their services by place. */
export function ProjectCards({ list, history }: ProjectCardsProps) {
  const t = useTexts(projectsTexts)
  if (list.isPending) {
    return (
      <div className={classes.cards} aria-busy>
        {[0, 1, 2, 3, 4, 5].map((card) => (
          <Skeleton key={card} height={200} radius={10} />
        ))}
      </div>
    )
  }
  return (
    <ul className={classes.cards} aria-label={t('title')} data-stale={list.isStale || undefined}>
      {list.rows.map((project) => (
        <ProjectCard key={project.id} project={project} history={history.get(project.id)} />
      ))}
    </ul>
  )
}

function ProjectCard({
  project,
  history,
}: {
  readonly project: ProjectRow
  readonly history: ProjectHistory | undefined
}) {
  const t = useTexts(projectsTexts)
  const format = useFormat()
  const isChanged = useChanged(`project:${project.id}`)
  return (
    <li className={classes.card} data-state={project.state} data-changed={isChanged || undefined}>
      <div className={classes.cardHead}>
        <ProjectPicture projectId={project.id} />
        <div className={classes.cardWords}>
          <Link to="/projects/$id" params={{ id: String(project.id) } as never} className={classes.cardTitle}>
            {project.title}
          </Link>
          <span className={classes.cardUrl}>{shortUrl(project.url)}</span>
        </div>
        <StateBadge state={project.state} />
      </div>
      <div className={classes.cardStrip}>
        <HistoryStrip
          slots={history?.slots ?? blankHistory}
          isDaily
          label={t('list.history', { title: project.title })}
        />
      </div>
      <dl className={classes.cardFacts}>
        <div>
          <dt>{t('column.uptime')}</dt>
          <dd>{format.percent(history?.uptime)}</dd>
        </div>
        <div>
          <dt>{t('column.response')}</dt>
          <dd>{format.ms(project.last_response_ms)}</dd>
        </div>
        <div>
          <dt>{t('column.monitors')}</dt>
          <dd>
            <MonitorTally project={project} />
          </dd>
        </div>
      </dl>
      <div className={classes.cardFoot}>
        <span className={classes.labels}>
          {project.category && <Tag tone="accent">{project.category}</Tag>}
          {project.tags.slice(0, 3).map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
        <RelativeTime at={project.last_checked_at} never={t('list.neverChecked')} />
      </div>
    </li>
  )
}
