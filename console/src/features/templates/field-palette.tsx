import { Tooltip } from '@mantine/core'
import { useTexts } from '#lib/i18n.ts'
import type { TemplateField } from './template.ts'
import { templatesTexts } from './templates.i18n.ts'
import classes from './templates.module.css'

interface FieldPaletteProps {
  readonly fields: readonly TemplateField[]
  onInsert(name: string): void
}

export function FieldPalette({ fields, onInsert }: FieldPaletteProps) {
  const t = useTexts(templatesTexts)
  return (
    <section aria-label={t('fields')}>
      <h2 className={classes.paletteTitle}>{t('fields')}</h2>
      <p className={classes.quiet}>{t('fieldsHint')}</p>
      <div className={classes.palette}>
        {fields.map(({ name, meaning, example }) => (
          <Tooltip key={name} label={`${name} · ${example}`}>
            <button
              type="button"
              className={classes.chip}
              aria-label={t('insert', { name: meaning })}
              onClick={() => onInsert(name)}
            >
              {meaning}
            </button>
          </Tooltip>
        ))}
      </div>
    </section>
  )
}
