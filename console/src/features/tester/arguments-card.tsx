import { Button, SegmentedControl } from '@mantine/core'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { JsonEditor } from '#ui/json-editor/json-editor.tsx'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'
import { SchemaForm } from '#ui/schema-form/schema-form.tsx'
import { type Arguments, type formOf, takesOthers } from './arguments.ts'
import { testerTexts } from './tester.i18n.ts'
import classes from './tester.module.css'
import type { ArgumentsState, Mode } from './use-arguments.ts'

interface ArgumentsCardProps {
  readonly schema: JsonSchema
  readonly drawn: ReturnType<typeof formOf>
  readonly state: ArgumentsState
  onReset(): void
}

/** What goes to the tool, as a form or as the JSON it is. */
export function ArgumentsCard({ schema, drawn, state, onReset }: ArgumentsCardProps) {
  const t = useTexts(testerTexts)
  const { mode, value, text, problem } = state
  const canDraw = drawn !== 'json' && problem === null
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
        {mode === 'json' ? (
          <>
            {drawn === 'json' && <p className={classes.dim}>{t('input.freeForm')}</p>}
            <JsonEditor label={t('input.title')} value={text} onChange={state.setText} />
            {problem === 'not-object' && <p className={classes.error}>{t('input.notObject')}</p>}
            {problem !== null && drawn !== 'json' && <p className={classes.dim}>{t('input.fix')}</p>}
          </>
        ) : drawn === 'nothing' ? (
          <p className={classes.dim}>{t('input.nothing')}</p>
        ) : (
          <>
            <SchemaForm schema={schema} value={value} onChange={(next) => state.setValue(next as Arguments)} />
            {takesOthers(schema) && <p className={classes.dim}>{t('input.others')}</p>}
          </>
        )}
        <p className={classes.dim}>{t('input.keys')}</p>
      </div>
    </Card>
  )
}
