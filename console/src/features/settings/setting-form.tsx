import { Alert, Button } from '@mantine/core'
import { LockOpen, RotateCcw, SlidersHorizontal } from 'lucide-react'
import { type FormEvent, useMemo, useState } from 'react'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useFormat } from '#lib/format.ts'
import { useText, useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import { SaveBar } from '#ui/form-section.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'
import { SchemaForm } from '#ui/schema-form/schema-form.tsx'
import { SettingTest } from './setting-test.tsx'
import { pathsOf, type Setting, sentValue, storedSecrets, type Values } from './setting-values.ts'
import { settingsTexts } from './settings.i18n.ts'
import classes from './settings.module.css'

const touched = ['list-settings', 'get-setting'] as const

export function SettingForm({ setting }: { readonly setting: Setting }) {
  const t = useTexts(settingsTexts)
  const read = useText()
  const title = read(setting.title)
  const form = useForm<{ value: Values }>({ value: setting.value })
  const save = useCommand('update-setting', {
    invalidates: touched,
    done: t('saved', { title }),
    onRefused: form.refuse,
    onDone: (saved) => form.settle({ value: saved.value }),
  })
  const pinned = useMemo(() => pathsOf(setting.pinned), [setting.pinned])
  const secrets = useMemo(() => pathsOf(storedSecrets(setting)), [setting])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ key: setting.key, value: sentValue(setting, form.values.value) })
  }
  return (
    <>
      <PageHeader
        icon={SlidersHorizontal}
        title={title}
        purpose={read(setting.help)}
        actions={
          !setting.is_default && (
            <ResetButton setting={setting} onReset={(after) => form.settle({ value: after.value })} />
          )
        }
      />
      <Unreadable setting={setting} />
      <form onSubmit={submit} noValidate className={classes.form}>
        <Card>
          <SchemaForm
            schema={setting.schema as JsonSchema}
            {...form.part('value')}
            pinned={pinned}
            secrets={secrets}
            example={null}
          />
          <ChangedBy setting={setting} />
        </Card>
        {setting.can_test && (
          <SettingTest setting={setting} value={sentValue(setting, form.values.value)} onRefused={form.refuse} />
        )}
        <SaveBar isDirty={form.isDirty} isSaving={save.isPending} onDiscard={form.reset} />
      </form>
    </>
  )
}

/** A secret sealed with a key that is gone can only be entered again. */
function Unreadable({ setting }: { readonly setting: Setting }) {
  const t = useTexts(settingsTexts)
  if (setting.unreadable.length === 0) return null
  return (
    <Alert color="red" mb="md" icon={<LockOpen size={18} aria-hidden />} title={t('unreadable.title')}>
      {t('unreadable.text', { fields: setting.unreadable.join(', ') })}
    </Alert>
  )
}

function ChangedBy({ setting }: { readonly setting: Setting }) {
  const t = useTexts(settingsTexts)
  const format = useFormat()
  const time = format.time(setting.updated_at)
  const words = setting.is_default
    ? t('facts.default')
    : setting.updated_by === null
      ? t('facts.changed', { time })
      : t('facts.changedBy', { name: setting.updated_by, time })
  return <p className={classes.changedBy}>{words}</p>
}

interface ResetButtonProps {
  readonly setting: Setting
  onReset(after: Setting): void
}

/** Done at once and offered back, unless a secret would be lost for good: then it asks first. */
function ResetButton({ setting, onReset }: ResetButtonProps) {
  const t = useTexts(settingsTexts)
  const read = useText()
  const title = read(setting.title)
  const [isAsking, setAsking] = useState(false)
  const losesSecrets = storedSecrets(setting).length > 0
  const restore = async () =>
    onReset(await call('update-setting', { key: setting.key, value: sentValue(setting, setting.value) }))
  const reset = useCommand('reset-setting', {
    invalidates: touched,
    done: t('reset.done', { title }),
    ...(losesSecrets ? {} : { undo: restore }),
    onDone: (after) => {
      setAsking(false)
      onReset(after)
    },
  })
  const run = () => reset.mutate({ key: setting.key })
  return (
    <>
      <Button
        variant="default"
        leftSection={<RotateCcw size={15} aria-hidden />}
        loading={reset.isPending}
        onClick={() => (losesSecrets ? setAsking(true) : run())}
      >
        {t('reset.action')}
      </Button>
      <ConfirmDestructive
        isOpen={isAsking}
        title={t('reset.title')}
        text={t('reset.text', { title })}
        verb={t('reset.action')}
        isBusy={reset.isPending}
        onConfirm={run}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
