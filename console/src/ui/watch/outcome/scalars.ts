import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '#ui/ui.i18n.ts'
import type { Scalar } from './evidence.ts'
import { outcomeTexts } from './outcome.i18n.ts'

/** The word for a field where we have one, else its name made readable. */
export function useFieldName(): (name: string) => string {
  const t = useTexts(outcomeTexts)
  return (name) =>
    Object.hasOwn(outcomeTexts.ko.field, name) ? t(`field.${name as 'address'}`) : name.replaceAll('_', ' ')
}

/** A part of a dialogue in the reader's words where we know it; what else took time keeps its name. */
export function useSpanName(): (name: string) => string {
  const t = useTexts(outcomeTexts)
  return (name) => (Object.hasOwn(outcomeTexts.ko.talk, name) ? t(`talk.${name as 'greeting'}`) : name)
}

const isoMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** A value by what its name says it is: sizes, moments, seconds, yes and no. */
export function useScalar(): (name: string, value: Scalar) => string {
  const t = useTexts(outcomeTexts)
  const states = useTexts(uiTexts)
  const format = useFormat()
  return (name, value) => {
    if (value === null) return '–'
    if (name === 'state' && Object.hasOwn(uiTexts.ko.state, value as string)) return states(`state.${value as 'up'}`)
    if (name === 'error_code' && Object.hasOwn(outcomeTexts.ko.error, value as string))
      return t(`error.${value as 'dns'}`)
    if (typeof value === 'boolean') return value ? t('yes') : t('no')
    if (name === 'failed_step' && Object.hasOwn(outcomeTexts.ko.talk, value)) return t(`talk.${value as 'greeting'}`)
    if (name === 'revocation' && Object.hasOwn(outcomeTexts.ko.revocation, value))
      return t(`revocation.${value as 'good'}`)
    if (name === 'failed_at' && Object.hasOwn(outcomeTexts.ko.phaseName, value)) return t(`phaseName.${value as 'dns'}`)
    if (typeof value === 'string') return isoMoment.test(value) ? format.time(value) : value
    if (name.endsWith('_bytes')) return format.bytes(value)
    if (name.endsWith('_ms')) return format.ms(value)
    if (name === 'ttl') return t('seconds', { count: value })
    // Ports, statuses and key sizes are names made of digits, not quantities.
    return Number.isInteger(value) ? String(value) : format.number(value)
  }
}
