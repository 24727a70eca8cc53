import type { EvidenceFile } from '@bongsu/contract/evidence.ts'
import { Image } from 'lucide-react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import type { Step } from './evidence.ts'
import { Picture } from './evidence-files.tsx'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './step-strip.module.css'

interface StepStripProps {
  readonly steps: readonly Step[]
  readonly files: readonly EvidenceFile[]
}

/** What was done, one after the other, as a film: each step with its picture, where it has one, and how it went. */
export function StepStrip({ steps, files }: StepStripProps) {
  const pictureOf = ({ screenshot }: Step) =>
    files.find(({ type, name }) => type === 'screenshot' && name === screenshot)
  const hasPictures = steps.some(pictureOf)
  return (
    <ol className={hasPictures ? classes.film : classes.rows}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place of a step is what names it
        <li key={index} className={classes.step} data-state={stateOf(step)}>
          {hasPictures && <Frame step={step} picture={pictureOf(step)} />}
          <StepWords step={step} number={step.step_number ?? index + 1} />
        </li>
      ))}
    </ol>
  )
}

const stateOf = ({ passed, skipped = false }: Step) => (skipped ? 'unknown' : passed ? 'up' : 'down')

function Frame({ step, picture }: { readonly step: Step; readonly picture: EvidenceFile | undefined }) {
  if (picture) return <Picture file={picture} label={step.description || step.action} />
  return (
    <div className={classes.blank} aria-hidden>
      <Image size={18} />
    </div>
  )
}

function StepWords({ step, number }: { readonly step: Step; readonly number: number }) {
  const t = useTexts(outcomeTexts)
  const format = useFormat()
  const done = useAction()(step.action)
  const { passed, skipped = false, description, target, error_message, duration_ms } = step
  return (
    <div className={classes.words}>
      <span className={classes.head}>
        <StateIcon state={stateOf(step)} size={11} decorative />
        <span className={classes.number}>{number}</span>
        <span className={classes.action}>{description || done}</span>
        <span className={classes.time}>{skipped ? t('step.skipped') : format.ms(duration_ms)}</span>
        <span className="b-visually-hidden">{skipped ? '' : passed ? t('step.passed') : t('step.failed')}</span>
      </span>
      {(target || description) && (
        <span className={classes.target}>{[description ? done : '', target].filter(Boolean).join(' · ')}</span>
      )}
      {error_message && <span className={skipped ? classes.target : classes.error}>{error_message}</span>}
    </div>
  )
}

/** What a step did, in the reader's words where we know it; a request keeps its method. */
function useAction(): (action: string) => string {
  const t = useTexts(outcomeTexts)
  return (action) => (isKnown(action) ? t(`action.${action}`) : action)
}

const isKnown = (action: string): action is keyof typeof outcomeTexts.ko.action =>
  Object.hasOwn(outcomeTexts.ko.action, action)
