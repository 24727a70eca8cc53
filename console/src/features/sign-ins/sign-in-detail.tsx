import { Button } from '@mantine/core'
import { deviceName } from '#lib/device-name.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { KeyValue } from '#ui/key-value.tsx'
import { SideDrawer } from '#ui/side-drawer.tsx'
import type { SignIn } from './sign-in.ts'
import { ResultTag, Who } from './sign-in-parts.tsx'
import { signInsTexts } from './sign-ins.i18n.ts'
import classes from './sign-ins.module.css'

interface SignInDetailProps {
  readonly signIn: SignIn
  onNarrow(changes: { q?: string; person?: string }): void
  onClose(): void
}

export function SignInDetail({ signIn, onNarrow, onClose }: SignInDetailProps) {
  const t = useTexts(signInsTexts)
  const format = useFormat()
  const { address, person_id: personId, user_agent: userAgent } = signIn
  const foot = (
    <span className={classes.foot}>
      {personId !== null && (
        <Button variant="default" onClick={() => onNarrow({ person: String(personId), q: '' })}>
          {t('samePerson')}
        </Button>
      )}
      {address !== null && (
        <Button variant="default" onClick={() => onNarrow({ q: address, person: '' })}>
          {t('sameAddress')}
        </Button>
      )}
    </span>
  )
  return (
    <SideDrawer isOpen title={t('detail')} foot={foot} onClose={onClose}>
      <KeyValue
        items={[
          { label: t('columns.result'), value: <ResultTag result={signIn.result} /> },
          { label: t('columns.reason'), value: signIn.message },
          ...(signIn.attempts > 1 ? [{ label: t('attempts'), value: signIn.attempts }] : []),
          { label: t('columns.who'), value: <Who signIn={signIn} /> },
          { label: t('typed'), value: signIn.login === '' ? null : <code>{signIn.login}</code> },
          { label: t('exactTime'), value: format.time(signIn.at) },
          { label: t('columns.address'), value: address, ...(address ? { copy: address } : {}) },
          { label: t('columns.device'), value: deviceName(userAgent) ?? null },
          { label: t('userAgent'), value: userAgent },
          { label: t('columns.door'), value: signIn.door },
        ]}
      />
    </SideDrawer>
  )
}
