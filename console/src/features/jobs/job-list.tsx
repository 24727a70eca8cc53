import { ActionIcon, Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CirclePause, CirclePlay, EllipsisVertical, History, Play } from 'lucide-react'
import { call, type OutputOf, queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { localList } from '#lib/list.ts'
import { useMay } from '#lib/me.ts'
import { showToast } from '#lib/toasts.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import classes from './jobs.module.css'
import { OutcomeTag } from './outcome-tag.tsx'
import { readRhythm } from './rhythm.ts'

type Job = OutputOf<'list-jobs'>['items'][number]

const lookEveryMs = 10_000
const touched = ['list-jobs', 'list-job-runs'] as const

export function JobList() {
  const t = useTexts(jobsTexts)
  const rhythm = useRhythmWords()
  const mayControl = useMay('run-job-now')
  const query = useQuery({ ...queryOf('list-jobs'), refetchInterval: lookEveryMs })
  const columns: readonly Column<Job>[] = [
    {
      key: 'title',
      header: t('jobs.name'),
      card: 'title',
      cell: (job) => <JobName job={job} />,
      text: (job) => job.title,
    },
    { key: 'rhythm', header: t('jobs.rhythm'), cell: rhythm, text: rhythm },
    {
      key: 'next_at',
      header: t('jobs.next'),
      cell: (job) => (job.is_enabled ? <RelativeTime at={job.next_at} /> : <Tag tone="paused">{t('jobs.off')}</Tag>),
      text: (job) => job.next_at,
    },
    {
      key: 'last',
      header: t('jobs.last'),
      cell: (job) => <RelativeTime at={job.last_run?.started_at} never={t('jobs.never')} />,
      text: (job) => job.last_run?.started_at,
    },
    {
      key: 'result',
      header: t('jobs.result'),
      cell: (job) => (job.last_run ? <OutcomeTag outcome={job.last_run.outcome} error={job.last_run.error} /> : '–'),
      text: (job) => job.last_run?.outcome,
    },
    ...(mayControl
      ? [
          {
            key: 'actions',
            header: t('jobs.run'),
            isHeaderHidden: true,
            align: 'end' as const,
            width: 160,
            card: 'corner' as const,
            cell: (job: Job) => <JobActions job={job} />,
          },
        ]
      : []),
  ]
  return (
    <DataTable
      id="jobs"
      label={t('tabs.jobs')}
      list={localList(query.data?.items, query)}
      columns={columns}
      rowKey={(job) => job.name}
      filters={<p className={classes.quiet}>{t('jobs.text')}</p>}
    />
  )
}

function JobName({ job }: { readonly job: Job }) {
  return (
    <span className={classes.jobName}>
      {job.title}
      <code>{job.name}</code>
    </span>
  )
}

function useRhythmWords(): (job: Job) => string {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  return (job) => {
    const rhythm = readRhythm(job)
    switch (rhythm.kind) {
      case 'every':
        return t('rhythm.every', { time: format.duration(rhythm.ms) })
      case 'hourly':
        return t('rhythm.hourly', { minute: rhythm.minute })
      case 'daily':
        return t('rhythm.daily', { time: rhythm.time })
      case 'weekly':
        return t('rhythm.weekly', { day: t(`rhythm.days.${rhythm.day}`), time: rhythm.time })
      case 'cron':
        return rhythm.pattern
    }
  }
}

function JobActions({ job }: { readonly job: Job }) {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  const { name, title, is_enabled: isEnabled } = job
  const run = useCommand('run-job-now', {
    invalidates: touched,
    onDone: ({ outcome, error, duration_ms: took }) => {
      if (outcome === 'running') showToast({ tone: 'note', message: t('jobs.goesOn', { name: title }) })
      else if (outcome === 'done')
        showToast({ tone: 'done', message: t('jobs.ran', { name: title, time: format.ms(took) }) })
      else showToast({ tone: 'error', message: t('jobs.failed', { name: title, error: error ?? '' }) })
    },
  })
  const start = useCommand('start-job', { invalidates: touched, done: t('jobs.started', { name: title }) })
  const stop = useCommand('stop-job', {
    invalidates: touched,
    done: t('jobs.stopped', { name: title }),
    undo: () => call('start-job', { name }),
  })
  return (
    <span className={classes.rowActions}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Play size={13} aria-hidden />}
        loading={run.isPending}
        aria-label={`${title} ${t('jobs.run')}`}
        onClick={() => run.mutate({ name })}
      >
        {t('jobs.run')}
      </Button>
      <Menu width={200}>
        <Menu.Target>
          <ActionIcon size="md" aria-label={t('jobs.menu', { name: title })}>
            <EllipsisVertical size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to="/jobs"
            search={{ tab: 'runs', job: name } as never}
            leftSection={<History size={15} aria-hidden />}
          >
            {t('jobs.history')}
          </Menu.Item>
          <Menu.Item
            leftSection={isEnabled ? <CirclePause size={15} aria-hidden /> : <CirclePlay size={15} aria-hidden />}
            onClick={() => (isEnabled ? stop : start).mutate({ name })}
          >
            {t(isEnabled ? 'jobs.stop' : 'jobs.start')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  )
}
