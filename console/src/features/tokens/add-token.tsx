import { Button, Stack } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { OneTimeSecret } from '#ui/one-time-secret.tsx'
import { FormDrawer, SideDrawer } from '#ui/side-drawer.tsx'
import { Connect } from '#ui/tools/connect.tsx'
import { type NewToken, type Token, touched } from './token.ts'
import { TokenFields } from './token-fields.tsx'
import { blankToken, creation } from './token-values.ts'
import { tokensTexts } from './tokens.i18n.ts'
import classes from './tokens.module.css'

interface AddTokenProps {
  readonly kind?: Token['kind']
  onClose(): void
}

export function AddToken({ kind = 'personal', onClose }: AddTokenProps) {
  const [made, setMade] = useState<NewToken>()
  return made ? <Made token={made} onClose={onClose} /> : <AddForm kind={kind} onMade={setMade} onClose={onClose} />
}

interface AddFormProps {
  readonly kind: Token['kind']
  onMade(token: NewToken): void
  onClose(): void
}

function AddForm({ kind, onMade, onClose }: AddFormProps) {
  const t = useTexts(tokensTexts)
  const form = useForm(blankToken(kind))
  const create = useCommand('create-token', { invalidates: touched, onRefused: form.refuse, onDone: onMade })
  return (
    <FormDrawer
      isOpen
      title={t('form.addTitle')}
      submit={t('form.submit')}
      isDirty={form.isDirty}
      isSaving={create.isPending}
      onSubmit={() => create.mutate(creation(form.values))}
      onClose={onClose}
    >
      <TokenFields form={form} isNew />
    </FormDrawer>
  )
}

/** The value is in this answer only: first copy it, then connect with it. */
function Made({ token, onClose }: { readonly token: NewToken; onClose(): void }) {
  const t = useTexts(tokensTexts)
  const foot = (
    <>
      <span className={classes.space} />
      <Button onClick={onClose}>{t('created.close')}</Button>
    </>
  )
  return (
    <SideDrawer isOpen isHeld size={640} title={token.name} foot={foot} onClose={onClose}>
      <Stack gap="lg">
        <div className={classes.made} role="status">
          <CircleCheck size={20} aria-hidden />
          <b>{t('created.title')}</b>
        </div>
        <OneTimeSecret label={t('created.secret')} value={token.token} hint={t('created.hint')} />
        {token.scopes.includes('tools') && (
          <section>
            <h3 className={classes.connectTitle}>{t('created.connect')}</h3>
            <Connect token={token.token} />
          </section>
        )}
      </Stack>
    </SideDrawer>
  )
}
