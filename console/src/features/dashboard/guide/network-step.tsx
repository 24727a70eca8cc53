import { Button, Checkbox } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { dashboardTexts } from '../dashboard.i18n.ts'
import classes from './guide.module.css'

const ranges = [
  { value: '10.0.0.0/8', key: 'office' },
  { value: '172.16.0.0/12', key: 'docker' },
  { value: '192.168.0.0/16', key: 'home' },
  { value: 'fd00::/8', key: 'ipv6' },
  { value: '127.0.0.0/8', key: 'loopback' },
] as const

interface NetworkStepProps {
  /** Ranges that are allowed already, also others than those offered here. */
  readonly allowed: readonly string[]
  readonly isPublicOnly: boolean
  onPublicOnly(isPublicOnly: boolean): void
  children(text: string, content: ReactNode): ReactNode
}

/** Whether checks may leave for private addresses: the one question that decides if a first check at home works. */
export function NetworkStep({ allowed, isPublicOnly, onPublicOnly, children }: NetworkStepProps) {
  const t = useTexts(dashboardTexts)
  const [isChoosing, setChoosing] = useState(false)
  const isAnswered = allowed.length > 0 || isPublicOnly
  if (isChoosing)
    return children(t('guide.network.text'), <Ranges allowed={allowed} onDone={() => setChoosing(false)} />)
  if (isAnswered) {
    const text =
      allowed.length > 0 ? t('guide.network.allowed', { ranges: allowed.join(', ') }) : t('guide.network.publicOnly')
    return children(
      text,
      <Button variant="subtle" size="compact-sm" onClick={() => setChoosing(true)}>
        {t('guide.network.change')}
      </Button>,
    )
  }
  return children(
    t('guide.network.text'),
    <>
      <Button variant="default" size="compact-md" onClick={() => setChoosing(true)}>
        {t('guide.network.yes')}
      </Button>
      <Button variant="subtle" size="compact-md" onClick={() => onPublicOnly(true)}>
        {t('guide.network.no')}
      </Button>
    </>,
  )
}

function Ranges({ allowed, onDone }: { readonly allowed: readonly string[]; onDone(): void }) {
  const t = useTexts(dashboardTexts)
  const [chosen, setChosen] = useState<readonly string[]>(allowed)
  const save = useCommand('update-setting', {
    done: t('guide.network.saved'),
    invalidates: ['get-setting', 'list-settings'],
    onDone,
  })
  const toggle = (value: string) =>
    setChosen(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value])
  return (
    <fieldset className={classes.ranges} aria-label={t('guide.network.ranges')}>
      {ranges.map(({ value, key }) => (
        <Checkbox
          key={value}
          label={t(`guide.network.${key}`)}
          description={key === 'loopback' ? t('guide.network.loopbackWarning') : undefined}
          checked={chosen.includes(value)}
          onChange={() => toggle(value)}
        />
      ))}
      <div>
        <Button
          size="compact-md"
          loading={save.isPending}
          onClick={() => save.mutate({ key: 'outbound', value: { allow: [...chosen] } })}
        >
          {t('guide.network.save')}
        </Button>
      </div>
    </fieldset>
  )
}
