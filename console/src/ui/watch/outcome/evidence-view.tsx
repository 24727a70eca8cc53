import { useFormat } from '#lib/format.ts'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { JsonView } from '#ui/json-view.tsx'
import { uiTexts } from '#ui/ui.i18n.ts'
import { CertificateChain } from './certificate-chain.tsx'
import { columnsOf, type Evidence, type EvidencePart, inLanguage, partsOf, type Row, type Scalar } from './evidence.ts'
import { FactGrid } from './fact-grid.tsx'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './outcome.module.css'

interface EvidenceViewProps {
  readonly evidence: Evidence
  /** Names that are drawn elsewhere. */
  readonly drawn?: readonly string[]
}

/** What a look kept, as pictures where we know the shape, and always as its raw data. */
export function EvidenceView({ evidence, drawn }: EvidenceViewProps) {
  const t = useTexts(outcomeTexts)
  const name = useFieldName()
  const language = useLanguage()
  const parts = partsOf(inLanguage(evidence, language) as Evidence, drawn)
  return (
    <>
      {parts.map((part) => (
        <section key={`${part.as} ${part.name}`} className={classes.part}>
          <div className={classes.partTitle}>{part.name === '' ? t('evidence') : name(part.name)}</div>
          <Part part={part} />
        </section>
      ))}
      {Object.keys(evidence).length > 0 && (
        <details className={classes.raw}>
          <summary>{t('raw')}</summary>
          <JsonView value={evidence} open={1} />
        </details>
      )}
    </>
  )
}

function Part({ part }: { readonly part: EvidencePart }) {
  const name = useFieldName()
  const show = useScalar()
  switch (part.as) {
    case 'facts':
      return (
        <FactGrid
          facts={part.facts.map(([key, value]) => [
            name(key),
            Array.isArray(value) ? value.map((item) => show(key, item)).join(', ') : show(key, value as Scalar),
          ])}
        />
      )
    case 'chain':
      return <CertificateChain certificates={part.certificates} />
    case 'table':
      return <RowTable rows={part.rows} />
    case 'text':
      return <pre className={classes.text}>{part.text}</pre>
    case 'tree':
      return <JsonView value={part.value} open={1} />
  }
}

function RowTable({ rows }: { readonly rows: readonly Row[] }) {
  const name = useFieldName()
  const show = useScalar()
  const columns = columnsOf(rows)
  return (
    <div className={classes.tableFrame}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {name(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer never move
            <tr key={index}>
              {columns.map((column) => (
                <td
                  key={column}
                  className={column === 'value' || column === 'url' || column === 'location' ? classes.code : undefined}
                >
                  {show(column, row[column] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The word for a field where we have one, else its name made readable. */
function useFieldName(): (name: string) => string {
  const t = useTexts(outcomeTexts)
  return (name) =>
    Object.hasOwn(outcomeTexts.ko.field, name) ? t(`field.${name as 'address'}`) : name.replaceAll('_', ' ')
}

const isoMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** A value by what its name says it is: sizes, moments, seconds, yes and no. */
function useScalar(): (name: string, value: Scalar) => string {
  const t = useTexts(outcomeTexts)
  const states = useTexts(uiTexts)
  const format = useFormat()
  return (name, value) => {
    if (value === null) return '–'
    if (name === 'state' && Object.hasOwn(uiTexts.ko.state, value as string)) return states(`state.${value as 'up'}`)
    if (name === 'error_code' && Object.hasOwn(outcomeTexts.ko.error, value as string))
      return t(`error.${value as 'dns'}`)
    if (typeof value === 'boolean') return value ? t('yes') : t('no')
    if (name === 'failed_at' && Object.hasOwn(outcomeTexts.ko.phaseName, value)) return t(`phaseName.${value as 'dns'}`)
    if (typeof value === 'string') return isoMoment.test(value) ? format.time(value) : value
    if (name.endsWith('_bytes')) return format.bytes(value)
    if (name.endsWith('_ms')) return format.ms(value)
    if (name === 'ttl') return t('seconds', { count: value })
    // Ports, statuses and key sizes are names made of digits, not quantities.
    return Number.isInteger(value) ? String(value) : format.number(value)
  }
}
