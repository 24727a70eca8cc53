import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core'
import { CalendarRange, Check, ChevronDown } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { isPeriod, periods } from '#lib/period.ts'
import { periodTexts } from './period-filter.i18n.ts'
import classes from './period-filter.module.css'

interface PeriodFilterProps {
  // A table state whose filters include `periodFilters`.
  readonly table: {
    readonly filters: { readonly period: string; readonly from: string; readonly to: string }
    setFilters(changes: { period: string; from: string; to: string }): void
  }
}

/** When: one of the usual periods, or any two days. Stands in a `FilterBar`, and like it lives in the URL. */
export function PeriodFilter({ table }: PeriodFilterProps) {
  const t = useTexts(periodTexts)
  const [isOpen, setOpen] = useState(false)
  const { period, from, to } = table.filters
  const isOn = period !== '' || from !== '' || to !== ''
  const label = isPeriod(period) ? t(`last.${period}`) : isOn ? `${from || '…'} – ${to || '…'}` : t('any')
  const choose = (changes: { period: string; from: string; to: string }) => {
    table.setFilters(changes)
    setOpen(false)
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus width={264}>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.button}
          data-on={isOn || undefined}
          leftSection={<CalendarRange size={15} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
          aria-label={`${t('label')}: ${label}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOn ? label : t('label')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('label')}>
        <div className={classes.usual}>
          {['', ...periods].map((value) => {
            const isChosen = isPeriod(value) ? value === period : !isOn
            return (
              <UnstyledButton
                key={value}
                className={classes.choice}
                aria-pressed={isChosen}
                onClick={() => choose({ period: value, from: '', to: '' })}
              >
                {isPeriod(value) ? t(`last.${value}`) : t('any')}
                {isChosen && <Check size={15} aria-hidden />}
              </UnstyledButton>
            )
          })}
        </div>
        <Days key={`${from} ${to}`} from={from} to={to} onChoose={(days) => choose({ period: '', ...days })} />
      </Popover.Dropdown>
    </Popover>
  )
}

interface DaysProps {
  readonly from: string
  readonly to: string
  onChoose(days: { from: string; to: string }): void
}

function Days({ from, to, onChoose }: DaysProps) {
  const t = useTexts(periodTexts)
  const [days, setDays] = useState({ from, to })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // Two days the wrong way round are still the same stretch of time.
    const isReversed = days.from !== '' && days.to !== '' && days.from > days.to
    onChoose(isReversed ? { from: days.to, to: days.from } : days)
  }
  return (
    <form className={classes.days} onSubmit={submit}>
      <TextInput
        type="date"
        label={t('from')}
        value={days.from}
        onChange={(event) => setDays({ ...days, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('to')}
        value={days.to}
        onChange={(event) => setDays({ ...days, to: event.currentTarget.value })}
      />
      <Button type="submit" variant="default" disabled={days.from === '' && days.to === ''}>
        {t('apply')}
      </Button>
    </form>
  )
}
