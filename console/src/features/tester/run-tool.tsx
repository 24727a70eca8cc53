import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { FlaskConical, Info } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import { JsonView } from '#ui/json-view.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { foreignSchema } from '#ui/schema-form/foreign-schema.ts'
import { EffectTag } from '#ui/tools/effect-tag.tsx'
import { type Arguments, formOf, startOf } from './arguments.ts'
import { ArgumentsCard } from './arguments-card.tsx'
import { CallPanel } from './call-panel.tsx'
import { HistoryCard } from './history-card.tsx'
import { usePastCalls } from './past-calls.ts'
import { testerTexts } from './tester.i18n.ts'
import classes from './tester.module.css'
import type { Tool } from './tool.ts'
import { useArguments } from './use-arguments.ts'
import { useCall } from './use-call.ts'
import { useProblems } from './use-problems.ts'

/** One tool: what to give it, and beside that what came of it. */
export function RunTool({ tool }: { readonly tool: Tool }) {
  const t = useTexts(testerTexts)
  const schema = useMemo(() => foreignSchema(tool.input_schema), [tool.input_schema])
  const drawn = formOf(schema)
  const args = useArguments(startOf(schema), drawn === 'json' ? 'json' : 'form')
  const past = usePastCalls(tool.name)
  const problems = useProblems()
  const call = useCall(tool.name, (answer, given) => {
    past.add(answer, given, schema)
    problems.take(answer.problems)
  })
  const [isAsking, setAsking] = useState(false)
  const results = useRef<HTMLDivElement>(null)
  const fill = (value: Arguments) => {
    problems.take([])
    args.setValue(value)
  }
  const isReady = args.problem === null && call.state.is !== 'running'

  const start = () => {
    setAsking(false)
    problems.take([])
    call.start(args.value)
    // Whoever is at the foot of a long form sees what comes of it.
    results.current?.scrollIntoView({ block: 'nearest' })
  }
  const request = () => {
    if (!isReady) return
    if (tool.effect === 'destructive') setAsking(true)
    else start()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    request()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    request()
  }
  return (
    <>
      <PageHeader
        icon={FlaskConical}
        title={tool.title ?? tool.name}
        purpose={<Purpose tool={tool} />}
        actions={
          <Button
            component={Link}
            to={`/tools/${tool.name}`}
            variant="default"
            leftSection={<Info size={15} aria-hidden />}
          >
            {t('about')}
          </Button>
        }
      />
      <form className={classes.columns} onSubmit={submit} onKeyDownCapture={onKeyDown} noValidate>
        <ArgumentsCard
          schema={schema}
          drawn={drawn}
          state={args}
          problems={problems}
          onReset={() => fill(startOf(schema))}
        />
        <div className={classes.results} ref={results}>
          <CallPanel tool={tool} call={call} args={args.value} canRun={isReady} />
          <HistoryCard tool={tool.name} past={past} onFill={fill} onShow={call.show} />
        </div>
      </form>
      <ConfirmDestructive
        isOpen={isAsking}
        title={t('confirm.title', { name: tool.name })}
        text={
          <>
            <p className={classes.asked}>{t('confirm.text')}</p>
            <JsonView value={args.value} />
          </>
        }
        verb={t('confirm.verb')}
        onConfirm={start}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

function Purpose({ tool }: { readonly tool: Tool }) {
  return (
    <span className={classes.purpose}>
      <EffectTag effect={tool.effect} />
      <span className={classes.purposeText}>{tool.description.split('\n')[0]}</span>
    </span>
  )
}
