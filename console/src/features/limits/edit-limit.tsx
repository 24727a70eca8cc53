import { Button, Stack } from '@mantine/core'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { KeyValue } from '#ui/key-value.tsx'
import { FormDrawer } from '#ui/side-drawer.tsx'
import { isTheDefault, type Limit, ruleOf, touched, useLimitWords } from './limit-words.ts'
import { limitsTexts } from './limits.i18n.ts'
import { MaxField, maxOf, maxValues } from './max-field.tsx'

/** Only the figure changes: a limit for somebody else, or another tool, is another limit. */
export function EditLimit({ limit, onClose }: { readonly limit: Limit; onClose(): void }) {
  const t = useTexts(limitsTexts)
  const words = useLimitWords()
  const form = useForm(maxValues(limit.max))
  const before = ruleOf(limit)
  const save = useCommand('put-limit', {
    invalidates: touched,
    done: t('done.saved'),
    undo: () => call('put-limit', before),
    onRefused: form.refuse,
    onDone: () => {
      form.settle()
      onClose()
    },
  })
  const remove = useCommand('delete-limit', {
    invalidates: touched,
    done: t('done.removed'),
    undo: () => call('put-limit', before),
    onDone: onClose,
  })
  const aside = isTheDefault(limit) ? undefined : (
    <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate({ id: limit.id })}>
      {t('actions.remove')}
    </Button>
  )
  return (
    <FormDrawer
      isOpen
      title={t('form.editTitle')}
      submit={t('form.save')}
      isDirty={form.isDirty}
      isSaving={save.isPending}
      aside={aside}
      onSubmit={() => save.mutate({ ...before, max: maxOf(form.values) })}
      onClose={onClose}
    >
      <Stack gap="lg">
        <KeyValue
          items={[
            { label: t(`subjects.${limit.subject_kind}`), value: words.subject(limit) },
            { label: t('columns.target'), value: words.target(limit) },
            { label: t('columns.window'), value: t(`windows.${limit.window}`) },
          ]}
        />
        <MaxField form={form} />
      </Stack>
    </FormDrawer>
  )
}
