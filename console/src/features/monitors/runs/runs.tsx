import { UnstyledButton } from '@mantine/core'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useUrlState } from '#lib/url-state.ts'
import { StateBadge } from '#ui/state-badge.tsx'
import type { KeptRun } from './run-report.ts'
import { RunViewer } from './run-viewer.tsx'
import { runsTexts } from './runs.i18n.ts'
import classes from './runs.module.css'

/** Recorded runs on the left, the chosen one beside them; the newest unless the address names another. */
export function Runs({ runs }: { readonly runs: readonly KeptRun[] }) {
  const t = useTexts(runsTexts)
  const format = useFormat()
  const [{ run: chosen }, setChosen] = useUrlState({ run: '' })
  const open = runs.find(({ slot_at }) => slot_at === chosen) ?? runs[0]
  return (
    <div className={classes.page}>
      <nav className={classes.side} aria-label={t('list')}>
        <p className={classes.none}>{t('about')}</p>
        <ul className={classes.list}>
          {runs.map(({ slot_at, state }) => (
            <li key={slot_at}>
              <UnstyledButton
                className={classes.run}
                aria-current={slot_at === open?.slot_at}
                onClick={() => setChosen({ run: slot_at })}
              >
                <span>{format.time(slot_at)}</span>
                <StateBadge state={state} />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </nav>
      {open && <RunViewer key={open.slot_at} run={open} />}
    </div>
  )
}
