import { maintenanceAccountings } from '@bongsu/contract/maintenance.ts'
import { Input, SegmentedControl } from '@mantine/core'
import { useTexts } from '#lib/i18n.ts'
import { maintenanceTexts } from './maintenance.i18n.ts'
import type { Accounting } from './schedule-values.ts'

/** Whether the time of a window counts, with what the choice means under it. */
export function AccountingField({
  value,
  onChange,
}: {
  readonly value: Accounting
  onChange(value: Accounting): void
}) {
  const t = useTexts(maintenanceTexts)
  return (
    <Input.Wrapper label={t('accounting.label')} description={t(`accounting.${value}Help`)} labelElement="div">
      <div>
        <SegmentedControl
          aria-label={t('accounting.label')}
          data={maintenanceAccountings.map((one) => ({ value: one, label: t(`accounting.${one}`) }))}
          value={value}
          onChange={(next) => onChange(next as Accounting)}
        />
      </div>
    </Input.Wrapper>
  )
}
