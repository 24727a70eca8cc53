import { Button } from '@mantine/core'
import { SearchX } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { EmptyState } from '../empty-state.tsx'
import { uiTexts } from '../ui.i18n.ts'

/** There are rows, but the filters let none through. */
export function NoMatch({ onClear }: { onClear(): void }) {
  const t = useTexts(uiTexts)
  const clear = (
    <Button variant="default" onClick={onClear}>
      {t('filter.clear')}
    </Button>
  )
  return <EmptyState icon={SearchX} title={t('table.noMatch')} text={t('table.noMatchHint')} action={clear} />
}
