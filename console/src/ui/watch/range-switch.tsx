import { SegmentedControl } from '@mantine/core'
import { useTexts } from '#lib/i18n.ts'
import { type RangeState, type TimeRange, timeRanges } from '#lib/time-range.ts'
import { watchTexts } from './watch.i18n.ts'

/** How far back the charts of a page look. */
export function RangeSwitch({ range, setRange }: Pick<RangeState, 'range' | 'setRange'>) {
  const t = useTexts(watchTexts)
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('range.label')}
      data={timeRanges.map((value) => ({ value, label: t(`range.${value}`) }))}
      value={range}
      onChange={(value) => setRange(value as TimeRange)}
    />
  )
}
