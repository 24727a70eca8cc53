import { Button } from '@mantine/core'
import { Braces, ListTree } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { JsonView } from '#ui/json-view.tsx'
import { readableSchema, type SchemaRow } from './schema-rows.ts'
import { toolsTexts } from './tools.i18n.ts'
import classes from './tools.module.css'

interface SchemaCardProps {
  readonly title: string
  readonly schema: unknown
  /** Said when there is nothing in it. */
  readonly nothing: string
  readonly anything: string
  /** What comes out owes nothing to anybody: nothing in it is marked as required. */
  readonly isOutput?: boolean
}

/** As many names as one takes in at a glance; the rest is a click away. */
const mostRows = 12

/** What goes into a tool or comes out of it, as people read it, or the schema itself. */
export function SchemaCard({ title, schema, nothing, anything, isOutput = false }: SchemaCardProps) {
  const t = useTexts(toolsTexts)
  const [isRaw, setRaw] = useState(false)
  const [isWhole, setWhole] = useState(!isOutput)
  const { rows, isOpen } = readableSchema(schema)
  const toggle = schema !== null && (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={isRaw ? <ListTree size={13} aria-hidden /> : <Braces size={13} aria-hidden />}
      onClick={() => setRaw(!isRaw)}
    >
      {t(isRaw ? 'detail.hideRaw' : 'detail.raw')}
    </Button>
  )
  return (
    <Card title={title} actions={toggle}>
      {isRaw ? (
        <JsonView value={schema} open={3} />
      ) : rows.length > 0 ? (
        <>
          <SchemaRows rows={isWhole ? rows : rows.slice(0, mostRows)} isOutput={isOutput} isFlat={!isWhole} />
          {isOpen && <p className={classes.others}>{t('schema.others')}</p>}
          {!isWhole && (rows.length > mostRows || rows.some((row) => row.rows.length > 0)) && (
            <Button mt="sm" size="compact-sm" variant="default" onClick={() => setWhole(true)}>
              {t('schema.whole')}
            </Button>
          )}
        </>
      ) : (
        <p className={classes.dim}>{schema !== null && isOpen ? anything : nothing}</p>
      )}
    </Card>
  )
}

interface SchemaRowsProps {
  readonly rows: readonly SchemaRow[]
  readonly isOutput: boolean
  /** Without what is inside of each. */
  readonly isFlat: boolean
}

function SchemaRows({ rows, isOutput, isFlat }: SchemaRowsProps) {
  const t = useTexts(toolsTexts)
  return (
    <ul className={classes.schema}>
      {rows.map((row) => (
        <li key={row.name} className={classes.field}>
          <span className={classes.fieldHead}>
            <code className={classes.fieldName}>{row.name}</code>
            <code className={classes.fieldType}>{row.type === 'any' ? t('schema.any') : row.type}</code>
            {row.isRequired && !isOutput && <span className={classes.required}>{t('schema.required')}</span>}
            <Details row={row} />
          </span>
          {row.description && <span className={classes.fieldText}>{row.description}</span>}
          <Values values={row.values} />
          {!isFlat && row.rows.length > 0 && <SchemaRows rows={row.rows} isOutput={isOutput} isFlat={false} />}
          {(isFlat ? [] : row.shapes).map((shape, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: shapes have no other name than their place
            <div key={index} className={classes.shape}>
              <span className={classes.dim}>{t('schema.oneOf')}</span>
              <SchemaRows rows={shape} isOutput={isOutput} isFlat={false} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}

function Details({ row: { format, range, fallback } }: { readonly row: SchemaRow }) {
  const t = useTexts(toolsTexts)
  const words = [
    format,
    range && (range.of === 'value' ? range.text : t(`schema.${range.of}`, { range: range.text })),
    fallback === undefined ? undefined : t('schema.default', { value: fallback }),
  ].filter(Boolean)
  return words.length > 0 && <span className={classes.dim}>{words.join(' · ')}</span>
}

const mostValues = 12

function Values({ values }: { readonly values: readonly string[] }) {
  const t = useTexts(toolsTexts)
  if (values.length === 0) return null
  return (
    <span className={classes.values}>
      {values.slice(0, mostValues).map((value) => (
        <code key={value}>{value}</code>
      ))}
      {values.length > mostValues && (
        <span className={classes.dim}>{t('schema.more', { count: values.length - mostValues })}</span>
      )}
    </span>
  )
}
