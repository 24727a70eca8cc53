import { Link } from '@tanstack/react-router'
import { Globe } from 'lucide-react'
import { useMemo } from 'react'
import type { RowOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Column } from '#ui/data-table/column.ts'
import { HistoryStrip } from '#ui/history-strip.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import { MonitorTally } from './project-parts.tsx'
import { projectsTexts } from './projects.i18n.ts'
import classes from './projects.module.css'
import { shortUrl } from './short-url.ts'
import { blankHistory, type ProjectHistory } from './use-project-history.ts'

export type ProjectRow = RowOf<'list-projects'>

export function useProjectColumns(
  history: ReadonlyMap<number, ProjectHistory>,
  isDeleted: boolean,
): readonly Column<ProjectRow>[] {
  const t = useTexts(projectsTexts)
  const format = useFormat()
  return useMemo(() => {
    const title: Column<ProjectRow> = {
      key: 'title',
      header: t('column.title'),
      sort: true,
      card: 'title',
      text: ({ title }) => title,
      cell: (project) => <ProjectName project={project} />,
    }
    const tags: Column<ProjectRow> = {
      key: 'tags',
      header: t('column.tags'),
      choice: 'shown',
      card: 'omit',
      text: ({ tags }) => tags.join(', '),
      cell: ({ category, tags }) => <Labels category={category} tags={tags} />,
    }
    const address: Column<ProjectRow> = {
      key: 'url',
      header: t('column.url'),
      choice: 'hidden',
      card: 'omit',
      text: ({ url }) => url,
      cell: ({ url }) => shortUrl(url),
    }
    if (isDeleted) {
      return [
        title,
        { ...address, choice: 'shown' },
        tags,
        {
          key: 'deleted_at',
          header: t('column.deletedAt'),
          text: ({ deleted_at }) => deleted_at,
          cell: ({ deleted_at }) => <RelativeTime at={deleted_at} />,
        },
      ]
    }
    return [
      title,
      {
        key: 'state',
        header: t('column.state'),
        sort: true,
        width: 116,
        card: 'corner',
        text: ({ state }) => state,
        cell: ({ state }) => <StateBadge state={state} />,
      },
      {
        key: 'recent',
        header: t('column.recent'),
        width: 220,
        choice: 'shown',
        cell: (project) => (
          <div className={classes.strip}>
            <HistoryStrip
              size="sm"
              slots={history.get(project.id)?.slots ?? blankHistory}
              isDaily
              label={t('list.history', { title: project.title })}
            />
          </div>
        ),
      },
      {
        key: 'uptime',
        header: t('column.uptime'),
        align: 'end',
        width: 112,
        choice: 'shown',
        text: ({ id }) => history.get(id)?.uptime,
        cell: ({ id }) => format.percent(history.get(id)?.uptime),
      },
      {
        key: 'response',
        header: t('column.response'),
        align: 'end',
        width: 90,
        text: (row) => row.last_response_ms,
        cell: (row) => <span className={classes.figure}>{format.ms(row.last_response_ms)}</span>,
      },
      {
        key: 'monitors',
        header: t('column.monitors'),
        width: 112,
        choice: 'shown',
        text: (row) => row.monitor_count,
        cell: (row) => <MonitorTally project={row} />,
      },
      tags,
      address,
      {
        key: 'last_checked_at',
        header: t('column.lastChecked'),
        width: 116,
        choice: 'shown',
        text: (row) => row.last_checked_at,
        cell: (row) => (
          <span className={classes.figure}>
            <RelativeTime at={row.last_checked_at} never={t('list.neverChecked')} />
          </span>
        ),
      },
      {
        key: 'created_at',
        header: t('column.created'),
        sort: 'desc',
        choice: 'hidden',
        card: 'omit',
        text: (row) => row.created_at,
        cell: (row) => <RelativeTime at={row.created_at} />,
      },
    ]
  }, [t, format, history, isDeleted])
}

function ProjectName({ project }: { readonly project: ProjectRow }) {
  const t = useTexts(projectsTexts)
  return (
    <span className={classes.name}>
      <span className={classes.nameTitle}>{project.title}</span>
      {project.is_public && <Globe size={13} role="img" aria-label={t('list.public')} className={classes.public} />}
      <span className={classes.nameUrl}>{shortUrl(project.url)}</span>
    </span>
  )
}

const shownLabels = 2

/** Category and the first tags, each a way to narrow the list; the rest is counted and told on hover. */
function Labels({ category, tags }: { readonly category: string | null; readonly tags: readonly string[] }) {
  const shown = tags.slice(0, shownLabels - (category ? 1 : 0))
  const more = tags.slice(shown.length)
  return (
    <span className={classes.labels}>
      {category && (
        <Link to="/projects" search={{ category } as never} className={classes.label}>
          <Tag tone="accent">{category}</Tag>
        </Link>
      )}
      {shown.map((tag) => (
        <Link key={tag} to="/projects" search={{ tag } as never} className={classes.label}>
          <Tag>{tag}</Tag>
        </Link>
      ))}
      {more.length > 0 && <span title={more.join(', ')}>+{more.length}</span>}
    </span>
  )
}
