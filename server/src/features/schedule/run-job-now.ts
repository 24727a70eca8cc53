import { jobRunView, jobView } from '@bongsu/contract/schedule.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { second } from '#kernel/clock.ts'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { jobRun, switchJob } from './job-store.ts'
import { jobRunToView } from './job-view.ts'
import { jobAnswers, requireJob } from './list-jobs.ts'
import { scheduleKit } from './schedule-kit.ts'

/** A longer run goes on; its end is in the history. */
const waitsMs = 20 * second
const input = z.strictObject({ name: z.string().min(1).max(100) })

export const runJobNow = operation({
  name: 'run-job-now',
  summary: text(
    '정기 작업을 지금 실행합니다. 20초 안에 끝나지 않으면 실행 중인 채로 답합니다.',
    'Runs a recurring job now. One that takes longer than 20 seconds is answered while it runs.',
  ),
  access: 'scheduler.control',
  effect: 'write',
  tool: true,
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/jobs/{name}/run' },
  input,
  output: jobRunView,
  async run(ctx, { name }) {
    const job = requireJob(ctx, name)
    const begun = await ctx.use(scheduleKit).jobs.begin(job, 'manual')
    if (!begun) throw new Failure('conflict', text('이 작업은 이미 실행 중입니다.', 'This job is running already.'))
    ctx.audit({ target: { kind: 'job', id: name }, details: { run: begun.runId } })
    const waited = new AbortController()
    await Promise.race([begun.ended, ctx.clock.sleep(waitsMs, waited.signal).catch(() => undefined)])
    waited.abort()
    const run = await jobRun(ctx.db, begun.runId)
    if (!run) throw new Error(`run ${begun.runId} of job "${name}" is not there`)
    return jobRunToView(run)
  },
})

const switching = (operationName: string, verb: string, isEnabled: boolean, summary: Text) =>
  operation({
    name: operationName,
    summary,
    access: 'scheduler.control',
    effect: 'write',
    http: { method: 'POST', path: `/api/v1/jobs/{name}/${verb}` },
    input,
    output: jobView,
    async run(ctx, { name }) {
      const job = requireJob(ctx, name)
      await switchJob(ctx.tx, name, isEnabled)
      ctx.audit({ target: { kind: 'job', id: name } })
      const [view] = await jobAnswers(ctx, [job])
      if (!view) throw new Error('a job has exactly one view')
      return view
    },
  })

export const startJob = switching(
  'start-job',
  'start',
  true,
  text('멈춘 정기 작업을 다시 시작합니다.', 'Lets a stopped recurring job run again.'),
)

export const stopJob = switching(
  'stop-job',
  'stop',
  false,
  text('정기 작업이 저절로 실행되지 않게 합니다.', 'Keeps a recurring job from running by itself.'),
)
