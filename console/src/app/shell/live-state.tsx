import { Tooltip } from '@mantine/core'
import { Radio, RefreshCw } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { useLiveState } from '#lib/live.ts'
import { appTexts } from '../app.i18n.ts'
import classes from './top-bar.module.css'

/** Whether what is on screen moves by itself. */
export function LiveState() {
  const t = useTexts(appTexts)
  const state = useLiveState()
  const Icon = state === 'reconnecting' ? RefreshCw : Radio
  return (
    <Tooltip label={t(`live.${state}`)}>
      <button type="button" className={classes.live} data-state={state} aria-label={t(`live.${state}`)}>
        <Icon size={17} aria-hidden />
      </button>
    </Tooltip>
  )
}
