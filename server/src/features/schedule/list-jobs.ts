import { pageOf } from '@bongsu/contract/page.ts'
import { jobRunFilter, jobRunView, jobView } from '@bongsu/contract/schedule.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { notFound } from '#kernel/errors.ts'
import type { Job } from '#kernel/room.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { disabledJobs, lastRuns, searchRuns } from './job-store.ts'
import { jobRunToView, jobToView } from './job-view.ts'
import { scheduleKit } from './schedule-kit.ts'

export function requireJob(ctx: Context, name: string): Job {
  const job = ctx
    .use(scheduleKit)
    .allJobs()
    .find((one) => one.name === name)
  if (!job) throw notFound(text(`작업 "${name}"`, `The job "${name}"`))
  return job
}

export async function jobAnswers(ctx: Context, jobs: readonly Job[]) {
  const { jobs: runner } = ctx.use(scheduleKit)
  const [last, disabled, next] = [await lastRuns(ctx.db), await disabledJobs(ctx.db), await runner.nextTimes(ctx.db)]
  return jobs.map((job) =>
    jobToView(
      job,
      { isEnabled: !disabled.has(job.name), nextAt: next.get(job.name) ?? null, lastRun: last.get(job.name) },
      ctx.language,
    ),
  )
}

export const listJobs = operation({
  name: 'list-jobs',
  summary: text(
    '정기 작업을 다음 실행 시각과 마지막 결과와 함께 조회합니다.',
    'Lists recurring jobs with when they run next and how they ended last.',
  ),
  access: 'scheduler.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/jobs' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(jobView) }),
  run: async (ctx) => ({ items: await jobAnswers(ctx, ctx.use(scheduleKit).allJobs()) }),
})

export const listJobRuns = operation({
  name: 'list-job-runs',
  summary: text('정기 작업의 실행 이력을 최신순으로 조회합니다.', 'Lists past runs of recurring jobs, newest first.'),
  access: 'scheduler.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/jobs/runs' },
  input: z.strictObject(jobRunFilter),
  output: pageOf(jobRunView),
  async run(ctx, { page, page_size, job, outcome }) {
    const found = await searchRuns(ctx.db, { job, outcome }, page_size, (page - 1) * page_size)
    return { items: found.runs.map(jobRunToView), total: found.total, page, page_size }
  },
})
