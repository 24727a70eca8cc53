import { Button, SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import { parsePath } from '#lib/field-path.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { JsonEditor } from '#ui/json-editor/json-editor.tsx'
import { type JsonSchema, readSchema } from '#ui/schema-form/json-schema.ts'
import { SchemaForm } from '#ui/schema-form/schema-form.tsx'
import { type Arguments, type formOf, takesOthers } from './arguments.ts'
import { testerTexts } from './tester.i18n.ts'
import classes from './tester.module.css'
import type { ArgumentsState, Mode } from './use-arguments.ts'
import type { Problems } from './use-problems.ts'

interface ArgumentsCardProps {
  readonly schema: JsonSchema
  readonly drawn: ReturnType<typeof formOf>
  readonly state: ArgumentsState
  readonly problems: Problems
  onReset(): void
}

/** What goes to the tool, as a form or as the JSON it is. */
export function ArgumentsCard({ schema, drawn, state, problems, onReset }: ArgumentsCardProps) {
  const t = useTexts(testerTexts)
  const { mode, value, text, problem } = state
  const canDraw = drawn !== 'json' && problem === null
  const isForm = mode === 'form' && drawn === 'form'
  const errors = useMemo(
    () => Object.fromEntries(problems.all.map(({ path, message }) => [path, message])),
    [problems.all],
  )
  const isEmpty = Object.keys(value).length === 0 && problem === null
  const actions = (
    <>
      {!isEmpty && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onReset}>
          {t('input.reset')}
        </Button>
      )}
      <SegmentedControl
        size="xs"
        aria-label={t('input.mode')}
        data={[
          { value: 'form', label: t('input.form'), disabled: !canDraw },
          { value: 'json', label: t('input.json') },
        ]}
        value={mode}
        onChange={(next) => state.setMode(next as Mode)}
      />
    </>
  )
  return (
    <Card title={t('input.title')} actions={actions}>
      <div className={classes.fields}>
        <ProblemList problems={isForm ? problems.all.filter(({ path }) => !isDrawn(schema, path)) : problems.all} />
        {mode === 'json' ? (
          <>
            {drawn === 'json' && <p className={classes.dim}>{t('input.freeForm')}</p>}
            <JsonEditor
              label={t('input.title')}
              value={text}
              onChange={(next) => {
                problems.take([])
                state.setText(next)
              }}
            />
            {problem === 'not-object' && <p className={classes.error}>{t('input.notObject')}</p>}
            {problem !== null && drawn !== 'json' && <p className={classes.dim}>{t('input.fix')}</p>}
          </>
        ) : drawn === 'nothing' ? (
          <p className={classes.dim}>{t('input.nothing')}</p>
        ) : (
          <>
            <SchemaForm
              schema={schema}
              value={value}
              errors={errors}
              onChange={(next, path) => {
                problems.forget(path)
                state.setValue(next as Arguments)
              }}
            />
            {takesOthers(schema) && <p className={classes.dim}>{t('input.others')}</p>}
          </>
        )}
        <p className={classes.dim}>{t('input.keys')}</p>
      </div>
    </Card>
  )
}

/** Whether the form has a field where a problem is; a name that the tool does not know has none. */
const isDrawn = (schema: JsonSchema, path: string): boolean => {
  const [name] = parsePath(path)
  const { schema: read } = readSchema(schema, schema)
  const shapes = [read, ...(read.oneOf ?? [])]
  return name !== undefined && shapes.some(({ properties }) => Object.hasOwn(properties ?? {}, name))
}

function ProblemList({ problems }: { readonly problems: Problems['all'] }) {
  const t = useTexts(testerTexts)
  if (problems.length === 0) return null
  return (
    <div className={classes.problems} role="alert">
      <p>{t('input.problems', { count: problems.length })}</p>
      <ul>
        {problems.map(({ path, message }) => (
          <li key={path}>
            {path !== '' && <code>{path}</code>} {message}
          </li>
        ))}
      </ul>
    </div>
  )
}
