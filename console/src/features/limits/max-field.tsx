import { NumberInput, Stack, Switch } from '@mantine/core'
import type { Form } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { limitsTexts } from './limits.i18n.ts'

interface MaxValues {
  readonly max: number | string
  readonly isUnlimited: boolean
}

export const maxOf = ({ max, isUnlimited }: MaxValues): number =>
  isUnlimited ? -1 : Number(max === '' ? Number.NaN : max)

export const maxValues = (max: number): MaxValues => ({ max: max < 0 ? 100 : max, isUnlimited: max < 0 })

/** How often: a figure, or none at all. */
export function MaxField({ form }: { readonly form: Pick<Form<MaxValues>, 'values' | 'errors' | 'set'> }) {
  const t = useTexts(limitsTexts)
  const { max, isUnlimited } = form.values
  return (
    <Stack gap="sm">
      <NumberInput
        name="max"
        label={t('form.max')}
        description={t('form.maxHint')}
        min={0}
        max={1_000_000_000}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=","
        disabled={isUnlimited}
        value={isUnlimited ? '' : max}
        error={form.errors.max}
        onChange={(value) => form.set('max', value)}
      />
      <Switch
        label={t('form.unlimited')}
        description={t('form.unlimitedHint')}
        checked={isUnlimited}
        onChange={(event) => form.set('isUnlimited', event.currentTarget.checked)}
      />
    </Stack>
  )
}
