import { displayStates } from '@bongsu/contract/states.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import { uiTexts } from '#ui/ui.i18n.ts'
import { dashboardTexts } from './dashboard.i18n.ts'
import classes from './dashboard.module.css'

export type Summary = OutputOf<'get-dashboard-summary'>

/** How many are how, each the way to exactly those, and the two figures people ask for. */
export function Figures({ summary }: { readonly summary: Summary | undefined }) {
  const t = useTexts(dashboardTexts)
  const states = useTexts(uiTexts)
  const format = useFormat()
  const { data: stats } = useQuery({ ...queryOf('get-dashboard-stats'), staleTime: 30_000, refetchInterval: 60_000 })
  return (
    <div className={classes.figures}>
      <ul className={classes.counts} aria-label={t('counts.label')}>
        {displayStates.map((state) => {
          const count = summary?.projects[state]
          return (
            <li key={state}>
              <Link
                to="/projects"
                search={{ state } as never}
                className={classes.count}
                data-state={state}
                data-none={count === 0 || undefined}
              >
                <span className={classes.countLabel}>
                  <StateIcon state={state} size={11} decorative />
                  {states(`state.${state}`)}
                </span>
                <span className={classes.countValue}>{count ?? '–'}</span>
              </Link>
            </li>
          )
        })}
      </ul>
      <dl className={classes.rates}>
        <div>
          <dt>{t('figures.availability')}</dt>
          <dd>{summary?.availability_24h == null ? '–' : format.percent(summary.availability_24h / 100)}</dd>
        </div>
        <div>
          <dt>{t('figures.response')}</dt>
          <dd>{format.ms(stats?.avg_response_time)}</dd>
        </div>
      </dl>
    </div>
  )
}
