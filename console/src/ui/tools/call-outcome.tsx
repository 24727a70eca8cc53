import type { CallView } from '@bongsu/contract/tools.ts'
import {
  Ban,
  CircleCheck,
  CircleSlash,
  CircleX,
  Gauge,
  Hourglass,
  type LucideIcon,
  TriangleAlert,
  Unplug,
} from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { toolTexts } from './tools.i18n.ts'
import classes from './tools.module.css'

export type CallOutcome = CallView['outcome']

const looks: Readonly<Record<CallOutcome, readonly [LucideIcon, 'up' | 'degraded' | 'down' | 'unknown']>> = {
  success: [CircleCheck, 'up'],
  failed: [CircleX, 'down'],
  refused: [Ban, 'degraded'],
  limited: [Gauge, 'degraded'],
  invalid: [TriangleAlert, 'degraded'],
  timed_out: [Hourglass, 'down'],
  cancelled: [CircleSlash, 'unknown'],
  unavailable: [Unplug, 'down'],
  interrupted: [Unplug, 'down'],
}

export const outcomeTone = (outcome: CallOutcome) => looks[outcome][1]

/** How a call ended, by its own shape and word. */
export function CallOutcomeMark({
  outcome,
  isBare = false,
}: {
  readonly outcome: CallOutcome
  readonly isBare?: boolean
}) {
  const t = useTexts(toolTexts)
  const [Icon, tone] = looks[outcome]
  const word = t(`outcomes.${outcome}`)
  return (
    <span className={classes.outcome} data-tone={tone}>
      <Icon size={15} strokeWidth={2} aria-hidden />
      {isBare ? <span className="b-visually-hidden">{word}</span> : word}
    </span>
  )
}
