import { Alert } from '@mantine/core'
import { FileCog } from 'lucide-react'
import type { FormEvent } from 'react'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { SaveBar } from '#ui/form-section.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { touched, type UpstreamDetail } from './upstream.ts'
import { UpstreamFields } from './upstream-fields.tsx'
import { updateInput, valuesOf } from './upstream-values.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

/** How it is reached and who may use it. What a file says is shown, and changed in the file. */
export function UpstreamSettings({ upstream }: { readonly upstream: UpstreamDetail }) {
  const t = useTexts(upstreamsTexts)
  const before = valuesOf(upstream)
  const form = useForm(before)
  const { secret, ...restorable } = before
  const save = useCommand('update-upstream', {
    invalidates: touched,
    done: t('done.saved'),
    // A secret that was replaced cannot be brought back: then there is no way to offer.
    ...(typeof form.values.secret === 'string'
      ? {}
      : {
          undo: () =>
            call('update-upstream', {
              id: upstream.id,
              ...updateInput({ ...restorable, secret: undefined }, form.values),
            }),
        }),
    onRefused: form.refuse,
    onDone: () => form.settle(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ id: upstream.id, ...updateInput(form.values, before) })
  }
  return (
    <form onSubmit={submit} noValidate className={classes.settings}>
      {upstream.is_from_file && <FromFile upstream={upstream} />}
      <Card>
        <UpstreamFields
          form={form}
          isSecretSet={
            upstream.credential.kind === 'shared' ? upstream.credential.is_set : upstream.credential.is_mine_set
          }
          isFromFile={upstream.is_from_file}
        />
        {upstream.credential.listed_by !== null && (
          <p className={classes.hint}>
            {t('settings.listedBy')}: {upstream.credential.listed_by}
          </p>
        )}
      </Card>
      <SaveBar isDirty={form.isDirty} isSaving={save.isPending} onDiscard={form.reset} />
    </form>
  )
}

function FromFile({ upstream }: { readonly upstream: UpstreamDetail }) {
  const t = useTexts(upstreamsTexts)
  const { command, url, is_in_file: isInFile } = upstream
  return (
    <>
      <Alert className={classes.waitingNote} color={isInFile ? 'blue' : 'red'} icon={<FileCog size={18} aria-hidden />}>
        {t(isInFile ? 'settings.fromFile' : 'settings.goneFromFile')}
      </Alert>
      <Card>
        <KeyValue
          items={[
            ...(command === null
              ? []
              : [
                  {
                    label: t('settings.command'),
                    value: <code className={classes.tool}>{command.join(' ')}</code>,
                    copy: command.join(' '),
                  },
                ]),
            ...(url === null ? [] : [{ label: t('settings.address'), value: url, copy: url }]),
          ]}
        />
      </Card>
    </>
  )
}
