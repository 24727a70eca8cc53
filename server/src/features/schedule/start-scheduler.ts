import { schedulerSwitch } from '@bongsu/contract/schedule.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { schedulerSwitched } from './schedule-events.ts'
import { writeSwitch } from './schedule-store.ts'

const switching = (name: string, verb: string, isRunning: boolean, summary: Text) =>
  operation({
    name,
    summary,
    access: 'scheduler.control',
    effect: 'write',
    tool: true,
    http: { method: 'POST', path: `/api/v1/scheduler/${verb}` },
    input: z.strictObject({}),
    output: schedulerSwitch,
    async run(ctx) {
      const by = ctx.actor.kind === 'person' || ctx.actor.kind === 'token' ? ctx.actor.personId : null
      await writeSwitch(ctx.tx, isRunning, by, ctx.clock.now())
      await ctx.tx.emit(schedulerSwitched, { isRunning })
      return { is_running: isRunning }
    },
  })

export const startScheduler = switching(
  'start-scheduler',
  'start',
  true,
  text('모든 자동 점검을 시작합니다.', 'Starts all automatic checks.'),
)

export const stopScheduler = switching(
  'stop-scheduler',
  'stop',
  false,
  text(
    '모든 자동 점검을 멈춥니다. 다시 시작할 때까지, 재시작 뒤에도 멈춰 있습니다.',
    'Stops all automatic checks until they are started again, also across restarts.',
  ),
)
