import { useLanguage, useTexts } from '#lib/i18n.ts'
import { JsonView } from '#ui/json-view.tsx'
import { CertificateChain } from './certificate-chain.tsx'
import { DiffView } from './diff-view.tsx'
import { columnsOf, type Evidence, type EvidencePart, inLanguage, partsOf, type Row, type Scalar } from './evidence.ts'
import { EvidenceFiles } from './evidence-files.tsx'
import { FactGrid } from './fact-grid.tsx'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './outcome.module.css'
import { FigureTiles, FindingList, GradeMark } from './rated.tsx'
import { useFieldName, useScalar } from './scalars.ts'
import { SpanBars } from './span-bars.tsx'
import { StepStrip } from './step-strip.tsx'

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
          <div className={classes.partTitle}>
            {part.name === '' ? t(part.as === 'grade' ? 'grade' : 'evidence') : name(part.name)}
          </div>
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
    case 'grade':
      return <GradeMark grade={part.grade} score={part.score} />
    case 'figures':
      return <FigureTiles figures={part.figures} />
    case 'findings':
      return <FindingList findings={part.findings} />
    case 'steps':
      return <StepStrip steps={part.steps} files={part.files} />
    case 'files':
      return <EvidenceFiles files={part.files} />
    case 'spans':
      return <SpanBars spans={part.spans} />
    case 'diff':
      return <DiffView text={part.text} />
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
