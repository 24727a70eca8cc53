import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { type ListSource, useList } from '#lib/list.ts'
import { useWatchedTopic } from '#lib/live.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { useTableState } from '#lib/table-state.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import { limitsTexts } from './limits.i18n.ts'
import classes from './limits.module.css'

type Standing = ReturnType<typeof useStandings>['rows'][number]

const useStandings = (input: object) => useList('list-limit-standings', input)

/** Who is how close to what they may, the scarcest first. Live, whoever calls. */
export function Standings() {
  const t = useTexts(limitsTexts)
  const table = useTableState()
  const list: ListSource<Standing> = useStandings(table.input)
  useWatchedTopic('limits')
  useLiveRefresh(
    ['list-limit-standings'],
    ({ type, topic }) => type === 'usage' || (type === 'subscribed' && topic === 'limits'),
  )
  const columns = useColumns()
  return (
    <>
      <p className={classes.lead}>{t('standings.text')}</p>
      <DataTable
        id="limit-standings"
        label={t('tabs.standings')}
        list={list}
        table={table}
        columns={columns}
        rowKey={({ person, token }) => (person ? `person:${person.id}` : `token:${token?.id}`)}
        empty={<EmptyState title={t('standings.empty')} />}
      />
    </>
  )
}

/** The shapes that states have everywhere, with words of their own. */
const looks = { unlimited: 'paused', normal: 'up', near: 'degraded', over: 'down' } as const

function useColumns(): readonly Column<Standing>[] {
  const t = useTexts(limitsTexts)
  const format = useFormat()
  const nameOf = ({ person, token }: Standing): string =>
    person?.name ?? token?.name ?? t('gone', { id: person?.id ?? token?.id ?? 0 })
  const used = ({ quota }: Standing): string =>
    quota && quota.limit >= 0
      ? t('standings.used', { used: format.number(quota.used), limit: format.number(quota.limit) })
      : '–'
  return [
    {
      key: 'who',
      header: t('columns.who'),
      card: 'title',
      cell: (row) => (
        <span className={classes.words}>
          {nameOf(row)}
          {row.token && <Tag>{t('standings.service')}</Tag>}
        </span>
      ),
      text: nameOf,
    },
    {
      key: 'state',
      header: t('columns.state'),
      card: 'corner',
      cell: (row) => <StateBadge state={looks[row.state]}>{t(`states.${row.state}`)}</StateBadge>,
      text: (row) => t(`states.${row.state}`),
    },
    {
      key: 'standing',
      header: t('columns.standing'),
      cell: (row) => <Used standing={row} words={used(row)} />,
      text: used,
    },
    {
      key: 'target',
      header: t('columns.target'),
      cell: (row) =>
        row.quota && row.quota.limit >= 0 ? (
          <span className={classes.words}>
            {row.quota.target_kind === 'all' ? t('targets.all') : row.quota.target}
            <span className={classes.kind}>{t(`windows.${row.quota.window}`)}</span>
          </span>
        ) : (
          '–'
        ),
      text: (row) => row.quota?.target || t('targets.all'),
    },
    {
      key: 'calls',
      header: t('columns.calls'),
      align: 'end',
      cell: (row) => format.number(row.calls_today),
      text: (row) => row.calls_today,
    },
    {
      key: 'role',
      header: t('columns.role'),
      choice: 'shown',
      card: 'omit',
      cell: (row) => (row.role ? t(`roles.${row.role}`) : '–'),
      text: (row) => row.role,
    },
  ]
}

function Used({ standing: { quota, state }, words }: { readonly standing: Standing; readonly words: string }) {
  if (!quota || quota.limit < 0) return <span>{words}</span>
  const share = quota.limit === 0 ? 1 : Math.min(1, quota.used / quota.limit)
  return (
    <span className={classes.used} data-state={looks[state]}>
      <span>{words}</span>
      <span className={classes.usedTrack} aria-hidden>
        <span style={{ '--share': share }} />
      </span>
    </span>
  )
}
