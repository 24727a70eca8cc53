import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useKindLabel } from '#lib/check-kinds.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { useRunHistory } from './run-history.ts'
import { toolboxTexts } from './toolbox.i18n.ts'
import classes from './toolbox.module.css'

/** What was run in this browser; one click brings it back, ready to run again. */
export function HistoryCard({ current }: { readonly current: string }) {
  const t = useTexts(toolboxTexts)
  const format = useFormat()
  const kindLabel = useKindLabel()
  const { runs, clear } = useRunHistory()
  const clearButton = runs.length > 0 && (
    <Button size="compact-xs" variant="subtle" color="gray" onClick={clear}>
      {t('history.clear')}
    </Button>
  )
  return (
    <Card title={t('history.title')} actions={clearButton}>
      {runs.length === 0 ? (
        <p className={classes.dim}>{t('history.none')}</p>
      ) : (
        <>
          <ul className={classes.runs}>
            {runs.map((run) => (
              <li key={run.id}>
                <Link
                  to="/toolbox/$kind"
                  params={{ kind: run.kind } as never}
                  search={{ run: run.id } as never}
                  className={classes.run}
                  aria-current={run.id === current || undefined}
                >
                  <StateIcon state={run.state} />
                  <span className={classes.runWords}>
                    <span className={classes.runTarget}>{run.target || kindLabel(run.kind)}</span>
                    <span className={classes.dim}>
                      {kindLabel(run.kind)} · {run.message}
                    </span>
                  </span>
                  <span className={classes.runFigures}>
                    <span>{format.ms(run.duration_ms)}</span>
                    <span className={classes.dim}>
                      <RelativeTime at={run.at} />
                    </span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          <p className={classes.dim}>{t('history.note')}</p>
        </>
      )}
    </Card>
  )
}
