import { roles } from '@bongsu/contract/permissions.ts'
import { Input, SegmentedControl, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call, queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { type Form, useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useZone } from '#lib/preferences.ts'
import { peopleOptions, tokenOptions, toolOptions } from '#lib/remote-options.ts'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { FormDrawer } from '#ui/side-drawer.tsx'
import { type Limit, type SubjectKind, subjectKinds, touched } from './limit-words.ts'
import { limitsTexts } from './limits.i18n.ts'
import classes from './limits.module.css'
import { MaxField, maxOf } from './max-field.tsx'

interface LimitValues {
  readonly subject_kind: SubjectKind
  readonly subject: string
  readonly target_kind: Limit['target_kind']
  readonly target: string
  readonly window: Limit['window']
  readonly max: number | string
  readonly isUnlimited: boolean
}

const fresh: LimitValues = {
  ...{ subject_kind: 'person', subject: '', target_kind: 'all', target: '' },
  ...{ window: 'day', max: 100, isUnlimited: false },
}

/** `token:5`, `person:7` or `role:user`: whoever sends here has chosen already. */
export function startOf(asked: string): LimitValues {
  const [kind, subject = ''] = asked.split(':')
  const known = subjectKinds.find((one) => one === kind)
  return known && known !== 'default' ? { ...fresh, subject_kind: known, subject } : fresh
}

/** A limit that is there already is said at the field, and left as it is. */
export function AddLimit({ asked, onClose }: { readonly asked: string; onClose(): void }) {
  const t = useTexts(limitsTexts)
  const form = useForm(startOf(asked))
  const add = useCommand('put-limit', {
    invalidates: touched,
    done: t('done.added'),
    undo: ({ id }) => call('delete-limit', { id }),
    onRefused: form.refuse,
    onDone: () => {
      form.settle()
      onClose()
    },
  })
  const { isUnlimited, max, ...rule } = form.values
  return (
    <FormDrawer
      isOpen
      title={t('form.addTitle')}
      submit={t('form.add')}
      isDirty={form.isDirty}
      isSaving={add.isPending}
      canSubmitUnchanged
      onSubmit={() => add.mutate({ ...rule, max: maxOf({ max, isUnlimited }), replace: false })}
      onClose={onClose}
    >
      <Stack gap="lg">
        <Subject form={form} />
        <Target form={form} />
        <Window form={form} />
        <MaxField form={form} />
        <p className={classes.note}>{t('form.counted')}</p>
      </Stack>
    </FormDrawer>
  )
}

type Part = Pick<Form<LimitValues>, 'values' | 'errors' | 'set'>

function Subject({ form }: { readonly form: Part }) {
  const t = useTexts(limitsTexts)
  const { subject_kind: kind, subject } = form.values
  const choose = (next: string) => {
    form.set('subject_kind', next)
    form.set('subject', '')
  }
  return (
    <Stack gap="sm">
      <Input.Wrapper label={t('form.subjectKind')}>
        <SegmentedControl
          fullWidth
          aria-label={t('form.subjectKind')}
          data={subjectKinds.map((value) => ({ value, label: t(`subjects.${value}`) }))}
          value={kind}
          onChange={choose}
        />
      </Input.Wrapper>
      {kind === 'role' && (
        <Select
          name="subject"
          label={t('form.role')}
          withAsterisk
          data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
          value={subject || null}
          error={form.errors.subject}
          onChange={(next) => form.set('subject', next ?? '')}
        />
      )}
      {(kind === 'person' || kind === 'token') && (
        <RemoteSelect
          key={kind}
          name="subject"
          isRequired
          label={t(`form.${kind}`)}
          options={kind === 'person' ? peopleOptions : tokenOptions}
          value={subject}
          error={form.errors.subject}
          onChange={(next) => form.set('subject', next)}
        />
      )}
      {kind === 'default' && form.errors.subject && <Input.Error>{form.errors.subject}</Input.Error>}
    </Stack>
  )
}

const targetKinds = ['all', 'tool', 'tag'] as const
const windows = ['minute', 'day', 'month'] as const

function Target({ form }: { readonly form: Part }) {
  const t = useTexts(limitsTexts)
  const { target_kind: kind, target } = form.values
  const { data } = useQuery({ ...queryOf('browse-tools', { page_size: 1 }), enabled: kind === 'tag' })
  const choose = (next: string) => {
    form.set('target_kind', next)
    form.set('target', '')
  }
  return (
    <Stack gap="sm">
      <Input.Wrapper label={t('form.targetKind')}>
        <SegmentedControl
          fullWidth
          aria-label={t('form.targetKind')}
          data={targetKinds.map((value) => ({ value, label: t(`targets.${value}`) }))}
          value={kind}
          onChange={choose}
        />
      </Input.Wrapper>
      {kind === 'tool' && (
        <RemoteSelect
          name="target"
          isRequired
          label={t('form.tool')}
          options={toolOptions}
          value={target}
          error={form.errors.target}
          onChange={(next) => form.set('target', next)}
        />
      )}
      {kind === 'tag' && (
        <Select
          name="target"
          label={t('form.tag')}
          description={t('form.tagHint')}
          withAsterisk
          searchable
          data={data?.tags.map(({ tag }) => tag) ?? []}
          value={target || null}
          error={form.errors.target}
          onChange={(next) => form.set('target', next ?? '')}
        />
      )}
    </Stack>
  )
}

function Window({ form }: { readonly form: Part }) {
  const t = useTexts(limitsTexts)
  const zone = useZone()
  const { data } = useQuery({ ...queryOf('get-setting', { key: 'general' }), staleTime: 300_000 })
  const { time_zone: installed } = (data?.value ?? {}) as { time_zone?: string }
  return (
    <Input.Wrapper label={t('form.window')} description={t('form.windowHint', { zone: installed ?? zone })}>
      <SegmentedControl
        fullWidth
        mt={6}
        aria-label={t('form.window')}
        data={windows.map((value) => ({ value, label: t(`windows.${value}`) }))}
        value={form.values.window}
        onChange={(next) => form.set('window', next)}
      />
    </Input.Wrapper>
  )
}
