import { Radar } from 'lucide-react'
import { useKindLabel } from '#lib/check-kinds.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { localList } from '#lib/list.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import classes from './jobs.module.css'
import type { SchedulerStatus } from './scheduler-status.ts'

type Kind = SchedulerStatus['per_kind'][number]
const states = ['up', 'degraded', 'down', 'unknown'] as const

export function KindLoad({ kinds }: { readonly kinds: SchedulerStatus['per_kind'] }) {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  const kindLabel = useKindLabel()
  const columns: readonly Column<Kind>[] = [
    {
      key: 'kind',
      header: t('kinds.kind'),
      card: 'title',
      cell: ({ kind }) => kindLabel(kind),
      text: ({ kind }) => kindLabel(kind),
    },
    {
      key: 'monitors',
      header: t('kinds.monitors'),
      align: 'end',
      cell: ({ monitors }) => format.number(monitors),
      text: ({ monitors }) => monitors,
    },
    ...states.map((state) => ({
      key: state,
      header: t(`kinds.${state}`),
      align: 'end' as const,
      cell: ({ checks }: Kind) => (
        <span className={classes.count} data-state={checks[state] > 0 ? state : undefined}>
          {format.number(checks[state])}
        </span>
      ),
      text: ({ checks }: Kind) => checks[state],
    })),
  ]
  return (
    <section className={classes.kinds} aria-label={t('kinds.title')}>
      <DataTable
        id="kind-load"
        label={t('kinds.title')}
        list={localList(kinds)}
        columns={columns}
        rowKey={({ kind }) => kind}
        filters={
          <div>
            <h2>{t('kinds.title')}</h2>
            <p className={classes.quiet}>{t('kinds.text')}</p>
          </div>
        }
        empty={<EmptyState icon={Radar} title={t('kinds.empty')} />}
      />
    </section>
  )
}
