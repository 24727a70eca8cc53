import { outcomeStates } from '@bongsu/contract/states.ts'
import type { RowOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import { uiTexts } from '#ui/ui.i18n.ts'
import { projectsTexts } from './projects.i18n.ts'
import classes from './projects.module.css'

/** How its monitors are, in one glance: a shape and a count for each state there is. */
export function MonitorTally({
  project,
}: {
  readonly project: Pick<RowOf<'list-projects'>, 'monitor_count' | 'monitor_states'>
}) {
  const t = useTexts(projectsTexts)
  const states = useTexts(uiTexts)
  const present = ([...outcomeStates, 'paused'] as const).filter((state) => project.monitor_states[state] > 0)
  const words = present.map((state) => `${states(`state.${state}`)} ${project.monitor_states[state]}`).join(', ')
  return (
    <span
      className={classes.tally}
      role="img"
      aria-label={`${t('list.monitorCount', { count: project.monitor_count })}${words ? `: ${words}` : ''}`}
    >
      {present.map((state) => (
        <span key={state} className={classes.tallyPart} aria-hidden>
          <StateIcon state={state} size={10} decorative />
          {project.monitor_states[state]}
        </span>
      ))}
      {present.length === 0 && <span aria-hidden>–</span>}
    </span>
  )
}
