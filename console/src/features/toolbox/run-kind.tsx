import { NumberInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { CheckKind } from '#lib/check-kinds.ts'
import type { FieldPath } from '#lib/field-path.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { SchemaForm } from '#ui/schema-form/schema-form.tsx'
import { kindIcon } from '#ui/watch/kind-icon.ts'
import { TakeRecording } from '#ui/watch/take-recording.tsx'
import type { Options } from '#ui/watch/target.ts'
import { type TryState, useTryCheck } from '#ui/watch/try-check.ts'
import { TryPanel } from '#ui/watch/try-panel.tsx'
import { HistoryCard } from './history-card.tsx'
import { PastSummary } from './past-summary.tsx'
import { Refusal } from './refusal.tsx'
import { Actions, ShareButton } from './run-actions.tsx'
import { outcomeOf, type PastRun, useRunHistory } from './run-history.ts'
import { hasOwnTimeout, longestMs, timeLimitOf, withoutTimeLimit } from './time-limit.ts'
import { toolboxTexts } from './toolbox.i18n.ts'
import classes from './toolbox.module.css'
import { WatchDialog } from './watch-dialog.tsx'

interface RunKindProps {
  readonly kind: CheckKind
  readonly initial: Options
  /** The run that is looked at again. */
  readonly past?: PastRun | undefined
  onOptions(options: Options): void
}

/** One kind of check: its form, and beside it what it saw. */
export function RunKind({ kind, initial, past, onOptions }: RunKindProps) {
  const t = useTexts(toolboxTexts)
  const [options, setOptions] = useState(() => withoutTimeLimit(kind.schema, initial))
  const [timeout, setTimeoutSeconds] = useState(() => timeLimitOf(kind.schema, initial))
  const [errors, setErrors] = useState<Readonly<Record<FieldPath, string>>>({})
  const [refusal, setRefusal] = useState<unknown>()
  const [isWatching, setWatching] = useState(false)
  const results = useRef<HTMLDivElement>(null)
  const history = useRunHistory()
  const trial = useTryCheck(setErrors, setRefusal)
  const asked = timeout === undefined ? options : { ...options, timeout }
  const run = useRun({ kind, options: asked, trial, history })

  const change = (value: unknown, path: FieldPath) => {
    setOptions(value as Options)
    onOptions(value as Options)
    setErrors((before) => withoutBelow(before, path))
  }
  const start = () => {
    setErrors({})
    setRefusal(undefined)
    run.start()
    // Whoever is at the foot of a long form sees what comes of it.
    results.current?.scrollIntoView({ block: 'nearest' })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    start()
  }
  const pastOutcome = past && outcomeOf(past.id)
  const state: TryState =
    trial.state.is === 'idle' && pastOutcome && !refusal ? { is: 'done', outcome: pastOutcome } : trial.state
  const tried = state === trial.state ? run.lastOptions : asked
  const hint = refusal ? <Refusal error={refusal} /> : past ? <PastSummary run={past} /> : <Hint />
  return (
    <>
      <PageHeader
        icon={kindIcon(kind.kind)}
        title={kind.label}
        purpose={kind.summary}
        actions={<ShareButton kind={kind} options={asked} />}
      />
      <form className={classes.columns} onSubmit={submit} onKeyDown={onKeyDown} noValidate>
        <Card title={t('form.title')}>
          <div className={classes.fields}>
            <TakeRecording kind={kind} onOptions={(taken) => change(taken, '')} />
            <SchemaForm schema={kind.schema} value={options} onChange={change} errors={errors} example={kind.example} />
            {!kind.is_signalled && !hasOwnTimeout(kind.schema) && (
              <TimeoutField limit={kind.timeout} value={timeout} error={errors.timeout} onChange={setTimeoutSeconds} />
            )}
            <p className={classes.dim}>{t('form.keys')}</p>
          </div>
        </Card>
        <div className={classes.results} ref={results}>
          <TryPanel
            state={state}
            timeoutMs={longestMs(kind, asked)}
            hint={hint}
            actions={<Actions kind={kind} options={tried} onWatch={() => setWatching(true)} />}
            onCancel={trial.cancel}
          />
          <HistoryCard current={past?.id ?? ''} />
        </div>
      </form>
      {isWatching && (
        <WatchDialog
          kind={kind.kind}
          options={withoutTimeLimit(kind.schema, tried)}
          onClose={() => setWatching(false)}
        />
      )}
    </>
  )
}

interface TimeoutFieldProps {
  readonly limit: CheckKind['timeout']
  readonly value: number | undefined
  readonly error: string | undefined
  onChange(seconds: number | undefined): void
}

function TimeoutField({ limit, value, error, onChange }: TimeoutFieldProps) {
  const t = useTexts(toolboxTexts)
  return (
    <NumberInput
      className={classes.timeout ?? ''}
      name="timeout"
      label={t('form.timeout')}
      description={t('form.timeoutHelp', { min: limit.min, max: limit.max })}
      error={error}
      placeholder={String(limit.default)}
      rightSection={<span className={classes.unit}>{t('form.seconds')}</span>}
      clampBehavior="none"
      hideControls
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  )
}

function Hint(): ReactNode {
  const t = useTexts(toolboxTexts)
  return (
    <>
      <p className={classes.wideOnly}>{t('hint')}</p>
      <p className={classes.narrowOnly}>{t('hintNarrow')}</p>
    </>
  )
}

interface RunParts {
  readonly kind: CheckKind
  readonly options: Options
  readonly trial: ReturnType<typeof useTryCheck>
  readonly history: ReturnType<typeof useRunHistory>
}

/** Starts a run and remembers it, with the options it was started with, once it has ended. */
function useRun({ kind, options, trial, history }: RunParts) {
  const started = useRef(options)
  const { state } = trial
  // biome-ignore lint/correctness/useExhaustiveDependencies: one outcome is remembered once
  useEffect(() => {
    if (state.is === 'done') history.add(kind.kind, started.current, kind.secrets, state.outcome)
  }, [state])
  return {
    lastOptions: started.current,
    start: () => {
      started.current = options
      trial.run(kind.kind, options)
    },
  }
}

/** The complaint about a field goes when the field, or all of the form, was changed. */
const withoutBelow = (errors: Readonly<Record<FieldPath, string>>, path: FieldPath) =>
  path === ''
    ? {}
    : Object.fromEntries(
        Object.entries(errors).filter(
          ([name]) => !(name === path || name.startsWith(`${path}.`) || name.startsWith(`${path}[`)),
        ),
      )
