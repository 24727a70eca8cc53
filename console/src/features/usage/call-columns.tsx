import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Column } from '#ui/data-table/column.ts'
import { LogTime } from '#ui/log-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { CallOutcomeMark } from '#ui/tools/call-outcome.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { useCallerName, useDoorName } from './names.ts'
import { usageTexts } from './usage.i18n.ts'
import classes from './usage.module.css'
import type { Call } from './usage-input.ts'

export function useCallColumns(nameOfSource: (id: string) => string): readonly Column<Call>[] {
  const t = useTexts(usageTexts)
  const word = useTexts(toolTexts)
  const format = useFormat()
  const callerName = useCallerName()
  const doorName = useDoorName()
  const source = (row: Call) => (row.source === null ? '–' : nameOfSource(row.source))
  return [
    {
      key: 'started_at',
      header: t('columns.at'),
      sort: 'desc',
      cell: (row) => <LogTime at={row.started_at} />,
      text: (row) => row.started_at,
    },
    {
      key: 'tool',
      header: t('columns.tool'),
      sort: true,
      card: 'title',
      cell: (row) => <code className={classes.tool}>{row.tool}</code>,
      text: (row) => row.tool,
    },
    {
      key: 'caller',
      header: t('columns.caller'),
      cell: (row) => <Caller call={row} />,
      text: (row) => callerName(row),
    },
    {
      key: 'outcome',
      header: t('columns.outcome'),
      sort: true,
      card: 'corner',
      cell: (row) => <CallOutcomeMark outcome={row.outcome} />,
      text: (row) => word(`outcomes.${row.outcome}`),
    },
    {
      key: 'duration_ms',
      header: t('columns.duration'),
      sort: 'desc',
      align: 'end',
      cell: (row) => format.ms(row.duration_ms),
      text: (row) => row.duration_ms,
    },
    { key: 'source', header: t('columns.source'), choice: 'shown', card: 'omit', cell: source, text: source },
    {
      key: 'door',
      header: t('columns.door'),
      choice: 'shown',
      card: 'omit',
      cell: (row) => doorName(row.door),
      text: (row) => doorName(row.door),
    },
    {
      key: 'server',
      header: t('columns.server'),
      choice: 'hidden',
      card: 'omit',
      cell: (row) => row.server ?? '–',
      text: (row) => row.server,
    },
    {
      key: 'address',
      header: t('columns.address'),
      choice: 'hidden',
      card: 'omit',
      cell: (row) => row.address ?? '–',
      text: (row) => row.address,
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      choice: 'hidden',
      card: 'omit',
      cell: (row) => row.reason ?? '–',
      text: (row) => row.reason,
    },
  ]
}

/** The person, and the token it was done with when there was one. */
export function Caller({ call }: { readonly call: Pick<Call, 'person' | 'token'> }) {
  const callerName = useCallerName()
  const t = useTexts(usageTexts)
  const { person, token } = call
  return (
    <span className={classes.words}>
      {callerName(call)}
      {token && person && <Tag>{token.name ?? t('charts.goneToken', { id: token.id })}</Tag>}
    </span>
  )
}
