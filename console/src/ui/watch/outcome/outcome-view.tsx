import type { AssertionResult, OutcomeView as Outcome } from '@bongsu/contract/outcome.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import { AssertionTable } from './assertion-table.tsx'
import { AttemptList } from './attempt-list.tsx'
import { attemptsIn } from './attempts.ts'
import { EvidenceView } from './evidence-view.tsx'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './outcome.module.css'
import { PhaseWaterfall } from './phase-waterfall.tsx'
import { phasesOf } from './phases.ts'

/** An outcome of the toolbox, or a stored result: the same picture. */
interface ShownOutcome extends Omit<Outcome, 'message' | 'evidence' | 'error_code' | 'timings'> {
  readonly message: string | null
  readonly error_code?: Outcome['error_code'] | null | undefined
  readonly timings?: Outcome['timings'] | null | undefined
  readonly evidence: Outcome['evidence'] | null
  readonly assertions?: readonly AssertionResult[] | null
}

interface OutcomeViewProps {
  readonly outcome: ShownOutcome
  /** Details folded away: for a look in passing. */
  readonly isBrief?: boolean
}

/** What one look returned: the sentence first, then where the time went, what was expected, and everything it kept. */
export function OutcomeView({ outcome, isBrief = false }: OutcomeViewProps) {
  const t = useTexts(outcomeTexts)
  const format = useFormat()
  const { state, message, error_code, timings, duration_ms, evidence } = outcome
  const assertions = outcome.assertions ?? assertionsIn(evidence)
  return (
    <div className={classes.outcome}>
      <div className={classes.head}>
        <StateBadge state={state} size="md" />
        {message && <p className={classes.message}>{message}</p>}
        {error_code && <Tag>{t(`error.${error_code}`)}</Tag>}
        <span className={classes.took}>
          {t('took', { time: format.ms(duration_ms) })} · <RelativeTime at={outcome.checked_at} />
        </span>
      </div>
      {phasesOf(timings, duration_ms).length > 0 && (
        <section className={classes.part}>
          <div className={classes.partTitle}>{t('phases')}</div>
          <PhaseWaterfall timings={timings} totalMs={duration_ms} />
        </section>
      )}
      {assertions.length > 0 && (
        <section className={classes.part}>
          <div className={classes.partTitle}>{t('assertions.title')}</div>
          <AssertionTable assertions={assertions} />
        </section>
      )}
      <AttemptList attempts={attemptsIn(evidence)} />
      <Kept outcome={outcome} isBrief={isBrief} />
    </div>
  )
}

function Kept({ outcome: { evidence, state }, isBrief }: OutcomeViewProps) {
  const t = useTexts(outcomeTexts)
  if (!evidence) return state === 'up' ? null : <p className={classes.took}>{t('empty')}</p>
  const view = (
    <EvidenceView
      evidence={evidence}
      drawn={['assertions', ...(attemptsIn(evidence).length > 0 ? ['attempts'] : [])]}
    />
  )
  if (!isBrief) return view
  return (
    <details className={classes.raw}>
      <summary>{t('evidence')}</summary>
      <div className={classes.outcome}>{view}</div>
    </details>
  )
}

/** The toolbox sends assertions with the rest of the evidence. */
const assertionsIn = (evidence: Outcome['evidence'] | null): readonly AssertionResult[] =>
  Array.isArray(evidence?.assertions) ? (evidence.assertions as AssertionResult[]) : []
