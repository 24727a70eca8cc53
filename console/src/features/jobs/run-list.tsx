import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useTableState } from '#lib/table-state.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { LogTime } from '#ui/log-time.tsx'
import { SideDrawer } from '#ui/side-drawer.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import classes from './jobs.module.css'
import { OutcomeTag } from './outcome-tag.tsx'

type Run = OutputOf<'list-job-runs'>['items'][number]

const outcomes = ['running', 'done', 'failed', 'interrupted'] as const satisfies readonly Run['outcome'][]

export function RunList() {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  const table = useTableState({ filters: { job: '', outcome: '' } })
  const list = useList('list-job-runs', table.input)
  const titleOf = useTitles()
  const [opened, setOpened] = useState<Run>()
  const columns: readonly Column<Run>[] = [
    {
      key: 'started_at',
      header: t('runs.started'),
      cell: (run) => <LogTime at={run.started_at} />,
      text: (run) => run.started_at,
    },
    { key: 'job', header: t('runs.job'), card: 'title', cell: (run) => titleOf(run.job), text: (run) => run.job },
    {
      key: 'outcome',
      header: t('runs.outcome'),
      card: 'corner',
      cell: (run) => <OutcomeTag outcome={run.outcome} error={run.error} />,
      text: (run) => t(`outcomes.${run.outcome}`),
    },
    { key: 'took', header: t('runs.took'), cell: (run) => format.ms(run.duration_ms), text: (run) => run.duration_ms },
    {
      key: 'trigger',
      header: t('runs.trigger'),
      choice: 'shown',
      cell: (run) => t(`runs.triggers.${run.trigger}`),
      text: (run) => t(`runs.triggers.${run.trigger}`),
    },
    {
      key: 'report',
      header: t('runs.report'),
      choice: 'shown',
      card: 'omit',
      cell: (run) => <Report run={run} />,
      text: (run) => (run.report ? JSON.stringify(run.report) : ''),
    },
  ]
  const jobs = Object.entries(titleOf.all).map(([value, label]) => ({ value, label }))
  return (
    <>
      <DataTable
        id="job-runs"
        label={t('tabs.runs')}
        list={list}
        table={table}
        columns={columns}
        rowKey={(run) => run.id}
        onOpen={setOpened}
        filters={
          <FilterBar
            table={table}
            filters={[
              { key: 'job', label: t('runs.job'), options: jobs },
              {
                key: 'outcome',
                label: t('runs.outcome'),
                options: outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) })),
              },
            ]}
          />
        }
        empty={<EmptyState icon={History} title={t('runs.empty')} />}
      />
      {opened && <RunDetail run={opened} title={titleOf(opened.job)} onClose={() => setOpened(undefined)} />}
    </>
  )
}

/** What a job is called; one that is gone since keeps its name. */
function useTitles() {
  const { data } = useQuery(queryOf('list-jobs'))
  const all = Object.fromEntries((data?.items ?? []).map(({ name, title }) => [name, title]))
  return Object.assign((name: string): string => all[name] ?? name, { all })
}

function Report({ run }: { readonly run: Run }) {
  if (run.error !== null) return <span className={classes.error}>{run.error}</span>
  return (
    <span className={classes.report}>
      {Object.entries(run.report ?? {}).map(([name, value]) => (
        <span key={name}>
          {name} <b>{value}</b>
        </span>
      ))}
    </span>
  )
}

function RunDetail({ run, title, onClose }: { readonly run: Run; readonly title: string; onClose(): void }) {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  const figures = Object.entries(run.report ?? {}).map(([label, value]) => ({ label, value: String(value) }))
  return (
    <SideDrawer isOpen title={t('runs.detail', { id: run.id })} onClose={onClose}>
      <KeyValue
        items={[
          { label: t('runs.job'), value: title },
          { label: t('runs.outcome'), value: <OutcomeTag outcome={run.outcome} error={null} /> },
          { label: t('runs.trigger'), value: t(`runs.triggers.${run.trigger}`) },
          { label: t('runs.started'), value: format.time(run.started_at) },
          { label: t('runs.ended'), value: run.ended_at === null ? null : format.time(run.ended_at) },
          { label: t('runs.took'), value: format.ms(run.duration_ms) },
          ...(run.error === null
            ? []
            : [{ label: t('runs.error'), value: <span className={classes.error}>{run.error}</span> }]),
        ]}
      />
      {figures.length > 0 && (
        <section className={classes.section}>
          <h3>{t('runs.report')}</h3>
          <KeyValue items={figures} />
        </section>
      )}
    </SideDrawer>
  )
}
