import { Button, FileButton } from '@mantine/core'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { call } from '#lib/api.ts'
import type { CheckKind } from '#lib/check-kinds.ts'
import { showError } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { watchTexts } from './watch.i18n.ts'
import classes from './watch.module.css'

interface TakeRecordingProps {
  readonly kind: CheckKind
  onOptions(options: Readonly<Record<string, unknown>>): void
}

/** What Chrome's Recorder wrote to a file, as the options of a kind that can go the same way. Nothing is kept of the file. */
export function TakeRecording({ kind, onOptions }: TakeRecordingProps) {
  const t = useTexts(watchTexts)
  const [said, setSaid] = useState('')
  if (!kind.takes_recording) return null
  const take = async (file: File | null) => {
    if (!file) return
    setSaid('')
    try {
      const recording = JSON.parse(await file.text()) as never
      const { options, left_out } = await call('import-recording', { recording })
      onOptions(options)
      const left = [...new Set(left_out)].join(', ')
      setSaid(left === '' ? t('recording.taken') : t('recording.leftOut', { steps: left }))
    } catch (error) {
      if (error instanceof SyntaxError) setSaid(t('recording.notJson'))
      else showError(error)
    }
  }
  return (
    <div className={classes.recording}>
      <FileButton accept="application/json,.json" onChange={(file) => void take(file)}>
        {(button) => (
          <Button {...button} variant="default" size="compact-sm" leftSection={<FileUp size={14} aria-hidden />}>
            {t('recording.take')}
          </Button>
        )}
      </FileButton>
      <span className={classes.recordingSaid} role="status">
        {said || t('recording.help')}
      </span>
    </div>
  )
}
