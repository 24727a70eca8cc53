import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { SecretInput } from '#ui/secret-input.tsx'
import { touched, type UpstreamDetail } from './upstream.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

/** One's own secret of a server where everybody has their own: given, replaced, taken away, never read. */
export function MyCredential({ upstream }: { readonly upstream: UpstreamDetail }) {
  const t = useTexts(upstreamsTexts)
  const [round, setRound] = useState(0)
  return (
    <Card title={t('credential.label')}>
      <p className={classes.hint}>{t('credential.text')}</p>
      <CredentialForm key={round} upstream={upstream} onDone={() => setRound(round + 1)} />
    </Card>
  )
}

function CredentialForm({ upstream, onDone }: { readonly upstream: UpstreamDetail; onDone(): void }) {
  const t = useTexts(upstreamsTexts)
  const isSet = upstream.credential.is_mine_set
  const form = useForm<{ secret: string | null | undefined }>({ secret: undefined })
  const { secret } = form.values
  const save = useCommand('set-my-upstream-credential', {
    invalidates: touched,
    done: t('done.credential'),
    onRefused: form.refuse,
    onDone,
  })
  const remove = useCommand('delete-my-upstream-credential', {
    invalidates: touched,
    done: t('done.credentialGone'),
    onDone,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (secret === null) remove.mutate({ id: upstream.id })
    else if (secret) save.mutate({ id: upstream.id, secret })
  }
  return (
    <form onSubmit={submit} className={classes.credential}>
      <SecretInput
        name="secret"
        label={t('credential.label')}
        isSet={isSet}
        canRemove={isSet}
        value={secret}
        error={form.errors.secret}
        onChange={(next) => form.set('secret', next)}
      />
      <Button
        type="submit"
        disabled={secret === undefined || secret === ''}
        loading={save.isPending || remove.isPending}
      >
        {t(secret === null ? 'credential.remove' : 'credential.save')}
      </Button>
    </form>
  )
}
